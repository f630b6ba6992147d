-- AlterTable
ALTER TABLE "agents" ADD COLUMN     "status_at" TIMESTAMPTZ(3),
ADD COLUMN     "status_by_id" TEXT,
ADD COLUMN     "status_by_name" TEXT,
ADD COLUMN     "status_reason" TEXT;
