CREATE OR REPLACE TRIGGER action_types_versions AFTER INSERT OR UPDATE ON action_types FOR EACH ROW EXECUTE FUNCTION keep_action_type_version();
