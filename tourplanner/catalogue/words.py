"""The words operators use for the model's choices, in Vietnamese and English."""

from __future__ import annotations

from tourplanner.catalogue.cells import choice, listing

RECOGNITION = choice(
    "recognition",
    {
        "craft": ("craft", "làng nghề", "craft village"),
        "traditional": ("traditional", "truyền thống", "làng nghề truyền thống", "traditional craft village"),
        "tourism": ("tourism", "du lịch", "làng nghề du lịch", "tourism craft village", "điểm du lịch"),
        "unknown": ("unknown", "chưa rõ"),
    },
)
ENVIRONMENT = choice(
    "environment",
    {
        "met": ("met", "đạt", "đạt chuẩn", "yes", "có"),
        "not met": ("not met", "không đạt", "chưa đạt", "no"),
        "unknown": ("unknown", "chưa rõ", "không rõ"),
    },
)
PLAN = choice(
    "plan",
    {
        "keep": ("keep", "duy trì", "giữ", "phát triển"),
        "preserve": ("preserve", "bảo tồn", "khôi phục"),
        "convert": ("convert", "chuyển đổi"),
        "unknown": ("unknown", "chưa rõ"),
    },
)
STANDING = choice(
    "standing",
    {
        "anchor": ("anchor", "điểm chính", "nổi tiếng", "chính"),
        "satellite": ("satellite", "vệ tinh", "điểm vệ tinh", "phụ"),
    },
)
KIND = choice(
    "kind",
    {
        "workshop": ("workshop", "xưởng", "xưởng sản xuất", "tham quan xưởng", "xưởng nghề"),
        "class": ("class", "lớp", "lớp học", "trải nghiệm", "học nghề"),
        "showroom": ("showroom", "phòng trưng bày", "trưng bày", "cửa hàng"),
        "museum": ("museum", "bảo tàng", "nhà trưng bày"),
        "heritage site": ("heritage site", "di tích", "đình chùa", "đình", "chùa", "đền", "làng cổ", "heritage"),
        "market": ("market", "chợ", "phố nghề"),
        "performance": ("performance", "biểu diễn", "trình diễn", "show"),
        "meal": ("meal", "bữa ăn", "ăn trưa", "cơm trưa", "bữa trưa", "lunch", "nhà hàng"),
    },
)
ROLE = choice(
    "role",
    {
        "production": ("production", "sản xuất"),
        "trade": ("trade", "thương mại", "buôn bán", "mua sắm"),
        "training": ("training", "đào tạo", "học nghề", "truyền nghề", "dạy nghề"),
        "culture": ("culture", "văn hóa"),
        None: ("none", "không"),
    },
)
HOST_KIND = choice(
    "host kind",
    {
        "household": ("household", "hộ", "hộ gia đình", "hộ nghề", "nghệ nhân"),
        "workshop": ("workshop", "xưởng", "cơ sở"),
        "cooperative": ("cooperative", "hợp tác xã", "HTX"),
        "firm": ("firm", "công ty", "doanh nghiệp", "company"),
        "museum": ("museum", "bảo tàng"),
        "market": ("market", "chợ"),
        "site": ("site", "di tích", "điểm", "ban quản lý"),
    },
)
CONFIDENCE = choice(
    "confidence",
    {
        "official": ("official", "chính thức"),
        "sourced": ("sourced", "có nguồn", "đã kiểm chứng"),
        "press": ("press", "báo chí", "báo"),
        "recalled": ("recalled", "nhớ lại"),
        "estimate": ("estimate", "ước tính", "ước lượng", "ước đoán"),
        "unknown": ("unknown", "chưa rõ"),
    },
)
LANGUAGE = choice(
    "language",
    {
        "vi": ("vi", "Việt", "tiếng Việt", "Vietnamese"),
        "en": ("en", "Anh", "tiếng Anh", "English"),
        "fr": ("fr", "Pháp", "tiếng Pháp", "French"),
        "zh": ("zh", "Trung", "tiếng Trung", "Chinese", "Hoa"),
        "ja": ("ja", "Nhật", "tiếng Nhật", "Japanese"),
        "ko": ("ko", "Hàn", "tiếng Hàn", "Korean"),
        "de": ("de", "Đức", "tiếng Đức", "German"),
        "es": ("es", "Tây Ban Nha", "tiếng Tây Ban Nha", "Spanish"),
        "it": ("it", "Ý", "tiếng Ý", "Italian"),
        "ru": ("ru", "Nga", "tiếng Nga", "Russian"),
        "th": ("th", "Thái", "tiếng Thái", "Thai"),
    },
)
PER = choice("price unit", {"person": ("person", "người", "khách"), "group": ("group", "đoàn", "nhóm")})
WHAT = choice(
    "what",
    {
        "season": ("season", "mùa"),
        "closed": ("closed", "nghỉ", "đóng cửa"),
        "dates": ("dates", "ngày cụ thể"),
    },
)
CALENDAR = choice("calendar", {"solar": ("solar", "dương", "dương lịch"), "lunar": ("lunar", "âm", "âm lịch")})


def languages(text: str) -> tuple[str, ...]:
    """Languages by code or name, Vietnamese or English: "Anh, Pháp" is ("en", "fr"), "-" is none."""
    if text in ("-", "none", "không"):
        return ()
    return tuple(dict.fromkeys(LANGUAGE(each) for each in listing(text)))
