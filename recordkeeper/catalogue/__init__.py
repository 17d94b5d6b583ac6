"""What we know: the one home of SQL. Functions over a database, one noun a file. Imports records only."""
