-- A name is taken by a view that is kept, not by one that was deleted. The list of a person's views is read by the same index.
CREATE UNIQUE INDEX IF NOT EXISTS saved_views_page_name_idx ON saved_views (workspace_id, person_id, page, name) WHERE deleted_at IS NULL;
