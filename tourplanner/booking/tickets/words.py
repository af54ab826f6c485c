"""What is said at the door when a code is refused."""

from __future__ import annotations

from tourplanner.errors import TokenError
from tourplanner.model import Text

REFUSALS: dict[str, Text] = {
    "malformed": Text(vi="Mã không đúng, hãy quét hoặc nhập lại.", en="Not one of our codes. Scan or type it again."),
    "oversize": Text(vi="Mã quá dài, không phải mã của chúng tôi.", en="Too long to be one of our codes."),
    "version": Text(vi="Mã của phiên bản khác, hãy cập nhật máy quét.", en="Another version: update the scanner."),
    "unknown-key": Text(vi="Mã không do văn phòng này cấp.", en="Not issued by this office."),
    "revoked-key": Text(vi="Mã đã bị thay, hãy xin vé mới.", en="Replaced: ask for a new ticket."),
    "signature": Text(vi="Mã giả hoặc bị sửa.", en="Forged or altered."),
    "purpose": Text(vi="Mã thật nhưng dùng cho việc khác.", en="Genuine, but for something else."),
    "revoked": Text(vi="Vé đã bị hủy.", en="This ticket was cancelled."),
    "wrong-slot": Text(vi="Vé cho giờ khác.", en="This ticket is for another time."),
    "unknown": Text(vi="Không có vé này trong sổ.", en="This ticket is not on record."),
    "redeemed": Text(vi="Vé đã dùng rồi.", en="This ticket has been used."),
    "wrong-day": Text(vi="Vé cho ngày khác.", en="This ticket is for another day."),
    "cancelled": Text(vi="Khách đã hủy chỗ này.", en="This place was cancelled."),
    "closed": Text(vi="Yêu cầu này đã thay đổi, hãy xem tin mới.", en="This request has changed: see the newer one."),
    "late": Text(vi="Đã quá hạn trả lời, hãy gọi văn phòng.", en="Too late to answer: telephone the office."),
    "answered": Text(vi="Đã có câu trả lời khác, hãy gọi văn phòng.", en="Answered otherwise: telephone the office."),
}
"""By the code of a ``TokenError``."""


def refusal(error: TokenError) -> Text:
    """What to show who holds the code; the error itself is for the office."""
    return REFUSALS[error.code]
