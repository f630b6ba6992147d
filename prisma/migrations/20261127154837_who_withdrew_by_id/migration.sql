-- AlterTable
ALTER TABLE "approvals" ADD COLUMN     "withdrawn_by_id" TEXT;
