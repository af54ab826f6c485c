"""Words for made-up regions: 47 crafts, and syllables that make plausible village names."""

from __future__ import annotations

# id, Vietnamese, English, group. Ordered by how many villages practise it: rattan and bamboo lead with 83 of Hanoi's
# 1,350 villages, then embroidery and lace, weaving and sewing, hats (Department of Industry and Trade, before 2012);
# from there on the order is a guess.
CRAFTS = (
    ("rattan-bamboo", "Mây tre đan", "Rattan and bamboo", "fibre"),
    ("embroidery", "Thêu", "Embroidery", "textile"),
    ("tailoring", "May", "Tailoring", "textile"),
    ("conical-hat", "Nón lá", "Conical hats", "fibre"),
    ("furniture", "Mộc dân dụng", "Furniture", "wood"),
    ("rice-noodles", "Bún, bánh phở", "Rice noodles", "food"),
    ("wood-carving", "Chạm khắc gỗ", "Wood carving", "wood"),
    ("flowers", "Trồng hoa", "Flowers", "plants"),
    ("glass-noodles", "Miến dong", "Glass noodles", "food"),
    ("lace", "Ren", "Lace", "textile"),
    ("sedge", "Đan cỏ tế", "Sedge weaving", "fibre"),
    ("incense", "Hương", "Incense", "worship"),
    ("lacquer", "Sơn mài", "Lacquer", "lacquer"),
    ("wool-knitting", "Dệt len", "Knitting", "textile"),
    ("inlay", "Khảm trai", "Mother-of-pearl inlay", "lacquer"),
    ("blacksmith", "Rèn", "Blacksmithing", "metal"),
    ("silk", "Dệt lụa", "Silk weaving", "textile"),
    ("pottery", "Gốm sứ", "Pottery", "clay"),
    ("statues", "Tạc tượng", "Statues", "worship"),
    ("confectionery", "Bánh kẹo", "Confectionery", "food"),
    ("votive-paper", "Vàng mã", "Votive paper", "worship"),
    ("soy-sauce", "Tương", "Soy sauce", "food"),
    ("tofu", "Đậu phụ", "Tofu", "food"),
    ("leather", "Da giày", "Leather and shoes", "leather"),
    ("wood-turning", "Tiện gỗ", "Wood turning", "wood"),
    ("bonsai", "Cây cảnh", "Bonsai", "plants"),
    ("tea", "Chè", "Tea", "food"),
    ("herbs", "Thuốc nam", "Medicinal herbs", "plants"),
    ("rice-wine", "Nấu rượu", "Rice wine", "food"),
    ("cotton", "Dệt vải", "Cotton weaving", "textile"),
    ("metalwork", "Cơ kim khí", "Metalwork", "metal"),
    ("fans", "Quạt giấy", "Paper fans", "paper"),
    ("mats", "Dệt chiếu", "Mats", "fibre"),
    ("young-rice", "Cốm", "Young rice", "food"),
    ("sticky-rice", "Bánh chưng, xôi", "Sticky rice cakes", "food"),
    ("pork-rolls", "Giò chả", "Pork rolls", "food"),
    ("bird-cages", "Lồng chim", "Bird cages", "fibre"),
    ("horn", "Sừng", "Horn", "leather"),
    ("bronze", "Đúc đồng", "Bronze casting", "metal"),
    ("silver", "Kim hoàn", "Silver and gold", "metal"),
    ("kites", "Diều", "Kites", "paper"),
    ("to-he", "Tò he", "Dough figurines", "toys"),
    ("instruments", "Nhạc cụ", "Musical instruments", "wood"),
    ("tassels", "Tua, quai thao", "Tassels", "textile"),
    ("do-paper", "Giấy dó", "Dó paper", "paper"),
    ("gold-leaf", "Quỳ vàng", "Gold leaf", "metal"),
    ("lotus-silk", "Lụa tơ sen", "Lotus silk", "textile"),
)
GROUPS = {
    "clay": ("Gốm", "Clay"),
    "fibre": ("Mây, tre, lá", "Plant fibre"),
    "food": ("Thực phẩm", "Food"),
    "lacquer": ("Sơn, khảm", "Lacquer and inlay"),
    "leather": ("Da, sừng", "Leather and horn"),
    "metal": ("Kim loại", "Metal"),
    "paper": ("Giấy", "Paper"),
    "plants": ("Hoa, cây, thuốc", "Plants"),
    "textile": ("Dệt, thêu, may", "Textile"),
    "toys": ("Đồ chơi", "Toys"),
    "wood": ("Mộc", "Wood"),
    "worship": ("Đồ thờ", "Worship"),
}


def _syllables(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# Within each list no two are alike without accents: slugs made of them are as distinct as the names.
FIRST = _syllables(
    "An Bích Cẩm Chi Chu Cổ Cự Diên Dương Đa Đại Đan Đình Đoan Đồng Đức Gia Giang Giáp Hạnh Hậu Hoa Hoàng Hồng Huệ "
    "Hưng Khánh Khê Kim La Lai Lâm Lạc Liên Linh Long Lương Mai Mạnh Minh Mỹ Nam Nghi Ngọc Nguyên Nhân Nhuế Ninh Phú "
    "Phúc Phương Quang Quế Sơn Tam Tân Thanh Thiên Thịnh Thụy Tiên Trạch Trung Trường Tú Vĩnh Xuân Yên"
)
SECOND = _syllables(
    "Ái Bảo Bình Canh Cao Cầu Chân Châu Chính Cốc Cương Dục Duyên Điền Đôi Động Hải Hiên Hiệp Khang Khoan Khúc "
    "Kỳ Lãm Lãng Lập Lễ Lộc Lộng Lư Lưu Mạch Nghĩa Ngoại Nhuệ Nội Phong Phụng Quán Tảo Tế Thái Thạch Thắng Thiện Thọ "
    "Thôn Tĩnh Tràng Triều Trúc Tường Úc Ứng Viên Vị Vọng Xá"
)
THIRD = _syllables("Thượng Hạ Trong Ngoài Đoài Tây Bắc Nhất")
