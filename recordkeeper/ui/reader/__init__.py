"""The reader: the pages of one record, one under the other, whatever kind of file they come from."""
