-- AlterTable
ALTER TABLE "actions" ADD COLUMN     "on_behalf_names" TEXT[];
