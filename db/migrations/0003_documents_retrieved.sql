-- The day on which a document was downloaded, for those that were.
ALTER TABLE documents ADD COLUMN retrieved TEXT;
