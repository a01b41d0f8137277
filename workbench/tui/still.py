"""A screen that lies still behind a window."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.screen import Screen

    Base = Screen[Any]
else:
    Base = object


class Still(Base):
    """What has changed behind a window is painted once; to be named before the class of screens.

    Textual (8.0 to 8.2) marks a screen that it has painted behind another one as to be painted again, so that with a
    window open the whole of both is painted at every idle moment.
    """

    def _compositor_refresh(self) -> None:
        super()._compositor_refresh()
        if self.is_attached and self is not self.app.screen:
            self._repaint_required = False
