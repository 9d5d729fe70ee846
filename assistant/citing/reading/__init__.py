"""Planning documents, read back: where in them citations may be."""
