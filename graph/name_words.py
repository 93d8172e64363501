"""Words by which names are told apart: regions, forms, surnames."""

from __future__ import annotations


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# The first four are municipalities.
MUNICIPALITIES = 4
PROVINCES = _words("""
北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东
海南 四川 贵州 云南 陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门
""")

# Prefectures and county-level cities without their suffix; those that are ordinary words or brands are left out.
CITIES = _words("""
石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水 太原 大同 阳泉 长治 晋城 朔州 晋中
运城 忻州 临汾 吕梁 呼和浩特 包头 乌海 赤峰 通辽 鄂尔多斯 呼伦贝尔 巴彦淖尔 乌兰察布 锡林郭勒 阿拉善
沈阳 大连 鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 朝阳 葫芦岛 长春 四平 辽源 通化 白山
松原 白城 延边 哈尔滨 齐齐哈尔 鸡西 鹤岗 双鸭山 大庆 伊春 佳木斯 七台河 牡丹江 黑河 绥化 大兴安岭
南京 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 镇江 泰州 宿迁 杭州 宁波 温州 嘉兴 湖州 绍兴
金华 衢州 舟山 台州 丽水 合肥 芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆 黄山 滁州 阜阳 宿州 六安 亳州
池州 宣城 福州 厦门 莆田 三明 泉州 漳州 南平 龙岩 宁德 南昌 景德镇 萍乡 九江 新余 鹰潭 赣州 吉安
宜春 抚州 上饶 济南 青岛 淄博 枣庄 东营 烟台 潍坊 济宁 泰安 威海 日照 临沂 德州 聊城 滨州 菏泽
郑州 开封 洛阳 平顶山 安阳 鹤壁 新乡 焦作 濮阳 许昌 漯河 三门峡 南阳 商丘 信阳 周口 驻马店 武汉
黄石 十堰 宜昌 襄阳 鄂州 荆门 孝感 荆州 黄冈 咸宁 随州 恩施 长沙 株洲 湘潭 衡阳 邵阳 岳阳 常德
张家界 益阳 郴州 永州 怀化 娄底 湘西 广州 韶关 深圳 珠海 汕头 佛山 江门 湛江 茂名 肇庆 惠州 梅州
汕尾 河源 阳江 清远 东莞 中山 潮州 揭阳 云浮 南宁 柳州 桂林 梧州 北海 防城港 钦州 贵港 玉林 百色
贺州 河池 来宾 崇左 海口 三亚 三沙 儋州 成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 南充
眉山 宜宾 广安 达州 雅安 巴中 资阳 阿坝 甘孜 凉山 贵阳 六盘水 遵义 安顺 毕节 铜仁 黔西南 黔东南
黔南 昆明 曲靖 玉溪 保山 昭通 丽江 普洱 临沧 楚雄 红河 文山 西双版纳 大理 德宏 怒江 迪庆 拉萨
日喀则 昌都 林芝 山南 那曲 西安 铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 安康 商洛 兰州 嘉峪关 金昌
白银 天水 武威 张掖 平凉 酒泉 庆阳 定西 陇南 临夏 甘南 西宁 海东 海北 黄南 果洛 玉树 海西 银川
石嘴山 吴忠 固原 中卫 乌鲁木齐 克拉玛依 吐鲁番 哈密 昌吉 博尔塔拉 巴音郭楞 阿克苏 克孜勒苏 喀什 和田
伊犁 塔城 阿勒泰 辛集 晋州 遵化 迁安 滦州 武安 南宫 沙河 涿州 定州 高碑店 平泉 泊头 任丘 黄骅
河间 霸州 三河 深州 古交 怀仁 介休 永济 河津 原平 侯马 霍州 孝义 汾阳 霍林郭勒 满洲里 牙克石
扎兰屯 额尔古纳 根河 丰镇 乌兰浩特 阿尔山 二连浩特 锡林浩特 瓦房店 庄河 海城 东港 凤城 凌海 北镇
盖州 大石桥 调兵山 北票 凌源 兴城 榆树 德惠 公主岭 蛟河 桦甸 舒兰 磐石 双辽 梅河口 集安 临江 扶余
洮南 延吉 图们 敦化 珲春 龙井 和龙 五常 讷河 虎林 密山 铁力 同江 富锦 抚远 绥芬河 海林 宁安 穆棱
东宁 北安 五大连池 嫩江 肇东 漠河 江阴 宜兴 新沂 邳州 溧阳 常熟 张家港 昆山 太仓 启东 如皋 海安
东台 仪征 高邮 丹阳 扬中 句容 兴化 靖江 泰兴 建德 余姚 慈溪 瑞安 乐清 龙港 海宁 平湖 桐乡 诸暨
嵊州 兰溪 义乌 东阳 温岭 临海 玉环 龙泉 巢湖 桐城 潜山 界首 宁国 广德 福清 永安 石狮 晋江 南安
邵武 武夷山 建瓯 漳平 福安 福鼎 乐平 瑞昌 共青城 庐山 贵溪 瑞金 龙南 井冈山 丰城 樟树 高安 德兴
胶州 平度 莱西 滕州 龙口 莱阳 莱州 招远 栖霞 海阳 青州 诸城 寿光 安丘 高密 昌邑 曲阜 邹城 新泰
肥城 荣成 乳山 乐陵 禹城 临清 邹平 巩义 荥阳 新密 新郑 登封 舞钢 汝州 林州 卫辉 辉县 长垣 沁阳
孟州 禹州 长葛 义马 灵宝 邓州 永城 项城 济源 大冶 丹江口 宜都 当阳 枝江 老河口 枣阳 宜城 钟祥
京山 应城 安陆 汉川 石首 洪湖 松滋 监利 麻城 武穴 赤壁 广水 利川 仙桃 潜江 天门 浏阳 宁乡 醴陵
湘乡 韶山 耒阳 常宁 武冈 邵东 汨罗 临湘 津市 沅江 资兴 祁阳 洪江 冷水江 涟源 吉首 乐昌 南雄 台山
开平 鹤山 恩平 廉江 雷州 吴川 高州 化州 信宜 兴宁 陆丰 阳春 英德 连州 普宁 罗定 横州 荔浦 岑溪
东兴 桂平 北流 靖西 平果 合山 凭祥 五指山 琼海 文昌 万宁 都江堰 彭州 邛崃 崇州 简阳 广汉 什邡
绵竹 江油 射洪 隆昌 峨眉山 阆中 华蓥 万源 马尔康 康定 西昌 会理 清镇 盘州 赤水 仁怀 黔西 兴义
兴仁 凯里 都匀 福泉 安宁 宣威 澄江 腾冲 水富 禄丰 个旧 开远 蒙自 弥勒 景洪 瑞丽 泸水 香格里拉
米林 错那 兴平 彬州 韩城 华阴 子长 神木 旬阳 华亭 玉门 敦煌 格尔木 德令哈 茫崖 灵武 青铜峡 阜康
博乐 阿拉山口 库尔勒 库车 阿图什 伊宁 奎屯 霍尔果斯 乌苏 沙湾 石河子 阿拉尔 图木舒克 五家渠 北屯
铁门关 可克达拉 胡杨河 神农架 浦东
""")

NATIONS = ("中国", "中华", "全国", "国家")

SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤"
    "花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于傅皮卞齐康伍余元卜顾孟平黄穆萧尹姚邵湛汪祁毛禹狄米贝"
    "明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯"
    "昝管卢莫房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲封芮羿储靳汲邴糜松井段富巫"
    "乌焦巴弓牧隗山谷车侯宓蓬郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰鄂索咸籍赖"
    "卓蔺屠蒙池乔阴胥苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍璩桑桂濮牛寿边扈燕冀郏浦尚农温庄晏柴瞿阎充慕连茹习宦艾鱼"
    "容向古易慎戈廖庾暨居衡步耿满弘匡文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶曾毋沙乜鞠须丰巢关"
    "蒯查荆红游竺逯盖益桓公牟佘佴伯赏墨哈谯笪爱阳佟肖仝代岳帅亢况郈琴归海晋楚闫法汝鄢涂钦过覃兰芦揭丘粟宾候冼苑洛"
    "撒豆呼刑邸寻隋迟战修初闪原栗区库门占宛鹿厚么辜麦鄞练税禤植莎付牙才漆邝苟全和时权商"
)

DOUBLE_SURNAMES = frozenset(
    _words("""
欧阳 上官 司马 诸葛 司徒 东方 皇甫 尉迟 公孙 公羊 令狐 慕容 宇文 长孙 夏侯 轩辕 端木 独孤 南宫
西门 东郭 百里 呼延 闻人 澹台 濮阳 淳于 单于 太叔 申屠 仲孙 钟离 鲜于 闾丘 司空 司寇 亓官 子车
颛孙 巫马 公西 漆雕 乐正 宗政 拓跋 夹谷 赫连 万俟 第五 公冶 左丘 梁丘 东门 谷梁 完颜 纳兰 耶律
叶赫 爱新觉罗
""")
)

# Endings that no given name has. Not among them: 建设, 国际 and the like, which people do bear.
NO_GIVEN_NAME = _words("""
委会 法院 学院 医院 银行 政府 大学 集团 基金 信托 证券 保险 协会 工会 商会 商行 中心 大厦 投资 贸易
科技 实业 控股 资本 地产 置业 公司 合计 小计
""")

# Legal forms under which a full name is registered; of those that fit a name the longest counts.
ZH_FULL_FORMS = _words("""
股份有限公司 有限责任公司 有限公司 无限公司 股份合作公司 总公司 集团公司 合伙企业(有限合伙)
合伙企业(普通合伙) 合伙企业(特殊普通合伙) (有限合伙) (普通合伙) (特殊普通合伙) 合伙企业
农民专业合作社 专业合作社 合作社 联合社 事务所 分公司 支公司 分行 支行 厂
""")
# Forms that make a business of a name, but neither a unique nor a full one.
ZH_LOOSE_FORMS = _words("""
公司 集团 商行 经营部 门市部 工作室 超市 商店 小吃店 中心 银行 企业 株式会社 有限会社 合同会社
""")
# Forms short enough to end a person's given name as well (李建厂): they count from this many letters on.
ZH_SHORT_FORM_FROM = 6

# Companies of these registers carry no region in their names; the register lets each name stand once.
NO_REGION_REGISTERS = frozenset({"HK", "MO", "TW"})

# Registers where two companies may bear one Latin name: the name there is a translation (CN, JP, KR, TW), is kept apart
# within one place only (DE: HGB § 30), or within one state (US without its state).
LATIN_NOT_UNIQUE = frozenset({"CN", "DE", "JP", "KR", "TW", "US"})

# Latin legal forms, lower case without dots, and the one under which variants meet in a candidate key.
LATIN_FORMS = {
    form: form
    for form in _words("""
        ltd ltda plc llp llc lp lllp inc corp bhd gmbh kg kgaa ag se ug sa sas sarl sci snc scs sca spa srl sl slu
        sgps eireli ep bv nv cv ab as asa aps oy oyj sia uab oü kft zrt doo dd sro ood eood pjsc ojsc jsc ooo
        establishment anstalt cic cio dac
    """)
} | {
    "limited": "ltd",
    "co ltd": "co ltd",
    "co limited": "co ltd",
    "company ltd": "co ltd",
    "company limited": "co ltd",
    "private limited company": "ltd",
    "public limited company": "plc",
    "limited liability partnership": "llp",
    "limited liability company": "llc",
    "limited partnership": "lp",
    "incorporated": "inc",
    "corporation": "corp",
    "co inc": "co inc",
    "pte ltd": "pte ltd",
    "pte limited": "pte ltd",
    "pvt ltd": "pvt ltd",
    "private limited": "pvt ltd",
    "pty ltd": "pty ltd",
    "pty limited": "pty ltd",
    "sdn bhd": "sdn bhd",
    "berhad": "bhd",
    "aktiengesellschaft": "ag",
    "sp z oo": "sp z oo",
}
# Forms of two or three letters that are words or surnames too must be written in capitals, but for these.
LATIN_ANY_CASE = frozenset({"ltd", "plc", "llp", "llc", "inc", "aps", "doo", "sro", "kft", "bhd"})
LATIN_LOOSE_FORMS = frozenset(_words("company co group holdings partnership trust foundation fund bank"))
LATIN_PARTICLES = frozenset(_words("de da do dos das del della di du la le van von der den bin binti ibn al el y e"))
