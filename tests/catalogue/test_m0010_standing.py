"""Libraries from before a record could stand under another place than it is read as."""

from __future__ import annotations

import json

from sqlite_utils import Database

from recordkeeper.catalogue.migrations import m0010_standing


def test_records_stand_where_they_did_and_those_put_right_where_a_person_said() -> None:
    db = Database(memory=True)
    db.execute("CREATE TABLE record (id TEXT, facility_key TEXT NOT NULL DEFAULT '')")
    db.execute("CREATE TABLE correction (record TEXT, field TEXT, value TEXT)")
    db.execute("CREATE TABLE facility (key TEXT PRIMARY KEY, name TEXT)")
    db.execute("INSERT INTO facility VALUES ('saint mary', 'St. Mary''s'), ('fax', 'Fax')")
    db.execute("INSERT INTO record VALUES ('a', 'saint mary'), ('b', 'fax'), ('c', 'fax'), ('d', '')")
    said = (("b", "ST. MARY'S"), ("c", "Lakeside Practice"))
    db["correction"].insert_all([{"record": r, "field": "facility", "value": json.dumps(name)} for r, name in said])
    m0010_standing.apply(db)
    places = dict(db.execute("SELECT id, place_key FROM record").fetchall())
    assert places == {"a": "saint mary", "b": "saint mary", "c": "lakeside practice", "d": ""}
    names = dict(db.execute("SELECT key, name FROM facility").fetchall())
    assert names["lakeside practice"] == "Lakeside Practice"
