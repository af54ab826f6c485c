"""What a group pays in advance, and the code to pay it with."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from tourplanner.costing.amounts import Exact, exact, half_up
from tourplanner.costing.exchange import exchange_on, in_vnd
from tourplanner.costing.transfer import BankAccount, code_png, code_svg, vietqr
from tourplanner.errors import GoalError
from tourplanner.model import Money, Value

if TYPE_CHECKING:
    from tourplanner.costing.quotation import Quote

__all__ = ["BankAccount", "Deposit", "deposit"]


class Deposit(Value):
    """A payment in advance in whole đồng, ``percent`` of what ``payers`` pay; ``info`` goes with the transfer."""

    code: str
    payers: int
    percent: Exact
    amount: Money
    account: BankAccount
    info: str

    @property
    def payload(self) -> str:
        """The text of its VietQR code."""
        return vietqr(self.account, self.amount, self.info)

    def svg(self) -> str:
        """The code as an SVG picture."""
        return code_svg(self.payload)

    def png(self) -> bytes:
        """The code as a PNG picture."""
        return code_png(self.payload)


def deposit(quote: Quote, account: BankAccount, payers: int, percent: object) -> Deposit:
    """The deposit of a group; see ``Quote.deposit``."""
    share = exact(percent)
    if not 0 < share <= 100:
        raise GoalError(f"deposit: {percent} % of the price; give more than 0 and at most 100")
    total = quote.total(payers)
    exchange = exchange_on(quote.terms.exchange, total.currency, quote.on)
    due = half_up(in_vnd(total, exchange) * Fraction(share) / 100)
    return Deposit(
        code=quote.code,
        payers=payers,
        percent=share,
        amount=Money(amount=due),
        account=account,
        info=f"{quote.number} R{quote.revision}",
    )
