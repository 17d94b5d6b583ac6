"""What the details of a record lead to, beside what the page itself does."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from recordkeeper.ui.records.page import RecordsPage


def wire_details(page: RecordsPage) -> None:
    """Have what a person asks of the details done by those who can."""
    details, acting, news = page.details, page.acting, page.desk.news
    acting.serve(details.facts)
    acting.serve_marks(details.marks)
    acting.refused.connect(details.editor.complain)
    details.accepted.connect(page.accept)
    details.trashed.connect(page.trash)
    details.kin_wanted.connect(page.show_record)
    details.editing_left.connect(page.list.setFocus)
    details.move_wanted.connect(page.moving.move)
    page.ask.clicked.connect(page.ask_about_page)
    details.copy_wanted.connect(page.copying.open)
    details.saving_wanted.connect(page.copying.save)
    details.rejoin_wanted.connect(page.splitting.rejoin)
    details.images_wanted.connect(news.show_study)
    details.facility_wanted.connect(news.facility_wanted)
    details.arrange_wanted.connect(page.arranging.offer)
    details.kin_joined.connect(acting.join)
    details.kin_put_apart.connect(acting.put_apart)
    details.kin_another_wanted.connect(page.joining.offer)
    page.narrow.view_wanted.connect(news.search_wanted)
    page.narrow.view_kept.connect(acting.keep_view)
    page.narrow.view_dropped.connect(acting.drop_view)
    page.joining.picked.connect(acting.join_as_is)
