"""What a member's documents know: theirs, or a child's, newest first."""

from typing import ClassVar

import reflex as rx

from fitkit.core.permissions import Permission
from fitkit.features.documents import queries
from fitkit.web.rows.document import DocumentRow, document_row
from fitkit.web.screen import Needs, Screen


class MyDocumentsState(Screen, rx.State):
    """One member's documents."""

    needs: ClassVar[Needs] = Permission.SEE_OWN
    rows: list[DocumentRow] = []
    is_loading: bool = True
    problem: str = ""

    @rx.event
    async def load(self) -> None:
        """Read them."""
        async with self.loading():
            lang, zone = self.lang(), await self.zone()
            found = await self.do(queries.documents_of, member_id=await self.me())
            self.rows = [document_row(view, lang=lang, zone=zone) for view in found]
