"""A DNS server on loopback that knows what a test tells it."""

import socket
import threading

import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset


class Nameserver:
    """Answers by UDP from `zone`: (name, type) → records, as zone files write them. What is not there has no records. One that `fails` says to
    every question that it has no answer; one that is `silent` says nothing."""

    def __init__(self, port: int = 0, fails: bool = False, silent: bool = False) -> None:
        self.zone: dict[tuple[str, str], list[str]] = {}
        self.fails = fails
        self.silent = silent
        self.asked = 0
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", port))
        self.address = f"127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self._socket.close()

    def _serve(self) -> None:
        while True:
            try:
                packet, client = self._socket.recvfrom(4096)
            except OSError:
                return
            self.asked += 1
            if self.silent:
                continue
            question = dns.message.from_wire(packet)
            answer = dns.message.make_response(question)
            asked = question.question[0]
            kind = dns.rdatatype.to_text(asked.rdtype)
            records = self.zone.get((asked.name.to_text(omit_final_dot=True).lower(), kind), [])
            if self.fails:
                answer.set_rcode(dns.rcode.SERVFAIL)
            elif records:
                answer.answer.append(dns.rrset.from_text(asked.name, 60, "IN", kind, *records))
            self._socket.sendto(answer.to_wire(), client)


def quoted(text: str) -> str:
    """A text of any length as a TXT record has it, in strings of at most 200 characters."""
    return " ".join(f'"{text[at : at + 200]}"' for at in range(0, len(text), 200))
