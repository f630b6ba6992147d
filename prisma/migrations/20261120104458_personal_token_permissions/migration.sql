-- AlterTable
ALTER TABLE "personal_tokens" ADD COLUMN     "permissions" TEXT[] DEFAULT ARRAY[]::TEXT[];
