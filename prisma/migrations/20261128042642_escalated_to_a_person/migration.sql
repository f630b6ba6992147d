-- AlterTable
ALTER TABLE "actions" ADD COLUMN     "escalated_person_id" TEXT,
ADD COLUMN     "escalated_person_name" TEXT;

-- AlterTable
ALTER TABLE "approvals" ADD COLUMN     "to_person_id" TEXT,
ADD COLUMN     "to_person_name" TEXT;
