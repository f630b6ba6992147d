-- AlterTable
ALTER TABLE "sessions" ADD COLUMN     "link_provider" TEXT,
ADD COLUMN     "link_until" TIMESTAMPTZ(3);
