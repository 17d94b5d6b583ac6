"""Tables: Excel workbooks old and new, OpenDocument spreadsheets, CSV. Shown as they stand; nothing is computed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from recordkeeper.formats.enclosed import Enclosure, PackageHandler
from recordkeeper.formats.sheets import SheetsHandler
from recordkeeper.formats.tables import TablesFound
from recordkeeper.records.reading import Format


class XlsxHandler(PackageHandler):
    """Reads Excel workbooks."""

    name = "xlsx"
    version = 1
    formats = frozenset({Format.XLSX})

    def text_of(self, path: Path) -> TablesFound:
        from recordkeeper.formats.xlsx import xlsx_tables

        return xlsx_tables(path)

    def enclosures(self, path: Path) -> Iterator[Enclosure]:
        from recordkeeper.formats.xlsx import xlsx_members

        return xlsx_members(path)


class XlsHandler(SheetsHandler):
    """Reads Excel workbooks of 1993 to 2003."""

    name = "xls"
    version = 1
    formats = frozenset({Format.XLS})

    def text_of(self, path: Path) -> TablesFound:
        from recordkeeper.formats.xls import xls_tables

        return xls_tables(path)


class OdsHandler(PackageHandler):
    """Reads OpenDocument spreadsheets."""

    name = "ods"
    version = 1
    formats = frozenset({Format.ODS})

    def text_of(self, path: Path) -> TablesFound:
        from recordkeeper.formats.odf_tables import odf_tables

        return odf_tables(path)

    def enclosures(self, path: Path) -> Iterator[Enclosure]:
        from recordkeeper.formats.odf_tables import ods_members

        return ods_members(path)


class CsvHandler(SheetsHandler):
    """Reads tables in text files."""

    name = "csv"
    version = 1
    formats = frozenset({Format.CSV})

    def text_of(self, path: Path) -> TablesFound:
        from recordkeeper.formats.delimited import delimited_tables

        return delimited_tables(path)
