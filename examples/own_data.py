"""An operator's own tables over the packaged region: read, checked, planned with."""

import tempfile
from pathlib import Path

import tourplanner as tp

TABLE = """làng,tên,loại,thời lượng,giá,giờ mở cửa,sức chứa,ngôn ngữ,nguồn,ngày
Hạ Thái,Xưởng sơn mài nhà bà Tơ,lớp học,1h30,180k/người,T2-CN 8h-17h,24,"Việt, Anh",gọi điện,01/10/2026
Quất Động,Thêu cùng cụ Lan,lớp học,60p,120k/người,T2-T7 8h30-16h30,20,Việt,gọi điện,01/10/2026
"""

hanoi = tp.load("hanoi")
with tempfile.TemporaryDirectory() as folder:
    table = Path(folder, "experiences.csv")
    table.write_text(TABLE.replace("Hạ Thái", "Hạ Tháy").replace("16h30", "26h30"), encoding="utf-8")
    try:  # a typing error in the village, another in the hours: both are named, nothing is loaded
        tp.Catalogue.read(table, base=hanoi)
    except tp.DataError as error:
        print(error)
    table.write_text(TABLE, encoding="utf-8")
    own = tp.Catalogue.read(table, base=hanoi)

region = hanoi | own
goal = tp.Goal(must=tuple(each.id for each in own.experiences), villages=(1, 3))
print(tp.plan(region, goal, on="2027-03-20"))
