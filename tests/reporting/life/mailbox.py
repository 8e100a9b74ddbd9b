"""A real SMTP server on loopback, which keeps what it is sent and refuses whom it is told."""

import contextlib
import email
import email.policy
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller


@dataclass
class Mailbox:
    """What came, as it came on the wire; `refused` are addresses that the server does not know."""

    port: int = 0
    envelopes: list[tuple[str, list[str], bytes]] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    is_full: bool = False

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        """Take or refuse a recipient."""
        if address in self.refused:
            return "550 5.1.1 No such user <secret@server>"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Keep a message."""
        if self.is_full:
            return "452 4.3.1 Insufficient system storage"
        self.envelopes.append((envelope.mail_from, list(envelope.rcpt_tos), envelope.content))
        return "250 Message accepted"

    @property
    def messages(self) -> list[EmailMessage]:
        """Read the messages, decoded."""
        return [email.message_from_bytes(content, policy=email.policy.default) for _, _, content in self.envelopes]  # type: ignore[misc]

    @property
    def recipients(self) -> list[str]:
        """Give to whom messages went, sorted."""
        return sorted(address for _, addresses, _ in self.envelopes for address in addresses)


@contextlib.contextmanager
def served() -> Iterator[Mailbox]:
    """Serve a mailbox on a free port of loopback."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    mailbox = Mailbox(port=port)
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()
