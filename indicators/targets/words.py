"""The words of plans, as data for the grammar: operators, verbs, units, names that hold digits.

Each list is tried longest first. Every repetition in a pattern is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable


def listed(text: str) -> tuple[str, ...]:
    """The words of a blank-separated list."""
    return tuple(text.split())


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, longest first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"


MEASURES = listed("""
    个百分点 百分点 个千分点 千分点 人次 场次 课时 学时 平方米 公里 分钟 小时 万元 亿元 个月 期次 人
    名 个 所 处 家 张 件 次 岁 年 户 册 本 场 期 元 天 日 周 倍 台 辆 套 条 间 座 份 起 例 批 支 对
    组 项 门 部 平米 米 种 床 位 篇 堂 节
""")
_TAIL = r"(?:/(?:(?!以上|以下|以内|左右|上下|之间|及以|或以)[一-鿿·]){1,8})?"
UNIT = rf"(?:%|‰|‱|1?/(?:10万|十万|万|千)|(?:万|亿|千|百)?{any_of(MEASURES)}{_TAIL}|万(?![元人])|亿)"

_RAISE = listed("提高 提升 上升 升 增加 增长 增 扩大 延长 恢复 上调 上涨 升高")
_LOWER = listed("下降 降低 降 减少 减 缩小 缩短 压缩 压减 压降 回落 控制 下调 减小")
LEVEL_UP = tuple(verb + to for verb in _RAISE for to in ("到", "至", "为"))
LEVEL_DOWN = tuple(verb + to for verb in _LOWER for to in ("到", "至", "在", "为"))
LEVEL_FLAT = listed("达到 占到 实现 完成 力争达到 应达到")
_KEEP = listed("保持在 稳定在 维持在 巩固在 控制在 保持 稳定 维持")
_KEEP_HOW = ("", *listed("稳定 持续 继续 长期 达到并 达到并持续 达到并稳定 并 总体"))
HOLD_WORDS = tuple(
    how + verb for how in _KEEP_HOW for verb in _KEEP if not (how in ("", "并") and verb == "控制在")
)
GE = listed(
    "不低于 不少于 不小于 不短于 不得低于 不得少于 至少 最少 ≥ >= 大于等于 大于或等于 不下于 应不低于"
)
GT = listed("超过 高于 大于 多于 突破 >")
LE = listed("""
    不超过 不高于 不大于 不多于 不得超过 不得高于 不长于 不突破 至多 最多 ≤ <= 小于等于 小于或等于
    控制不超过
""")
LT = listed("低于 少于 小于 不足 不到 不满 <")
ABOUT = listed("大约 大致 约为 接近 约")
AFTER = {
    ">=": listed("以上 及以上 或以上 之上"),
    "<=": listed("以下 及以下 或以下 以内 之内 之下"),
    "~=": listed("左右 上下"),
}
CHANGE_UP = listed("""
    提高 提升 上升 增加 增长 扩大 延长 上涨 升高 上调 增多 递增 攀升 增强 增幅 涨幅 增长幅度
    提高幅度 稳中有升 只增不减
""")
CHANGE_DOWN = listed("""
    下降 降低 减少 缩短 缩小 压减 递减 减小 减轻 减缓 下调 回落 降幅 下降幅度 降低幅度 减少幅度 负增长
    稳中有降 只减不增
""")
MAKE = listed("""
    新建 建成 建设 新增 创建 打造 培育 举办 开展 组织 培训 命名 设立 改造 评选 救助 扶持 选树 帮扶
    开办 培养 发放 资助 配建 创办 新设 新改建 改扩建 建立 建
""")
PER_YEAR = listed("平均每年 每年平均 每年度 每年 年均 逐年 每一年")
FULL = listed("""
    全覆盖 全面覆盖 全部覆盖 100%覆盖 应保尽保 应救尽救 应治尽治 应筛尽筛 应收尽收 应享尽享 应养尽养
    应检尽检 应种尽种 应返尽返 应助尽助 应管尽管 应查尽查 应帮尽帮 应建尽建 应配尽配 应援尽援
    应入尽入 应访尽访 应评尽评 应补尽补 应接尽接 应纳尽纳 应学尽学 应康尽康 应护尽护
""")

YES_NO = (
    r"(?:建立|建有|设立|设有|成立|出台|制定|颁布|印发|纳入|组建|配齐|形成|构建|开通|启动|列入|创建|创成|建成)"
)
QUALITATIVE = listed("""
    加强 完善 健全 推进 推动 促进 保障 落实 优化 鼓励 支持 普及 普遍 推广 享有 享受 防止 预防 营造
    培养 引导 发展 深化 维护 实现 消除 基本形成 强化 改善 提升 提高 增强 关爱 关注 尊重 保护 遏制
    打击 杜绝 改进 丰富 倡导 依法 充分 有效 更加 显著 明显 进一步 得到 不断 逐步 全面 持续 稳定 保持
    拓展 扩大 规范 确保 参与 平等 弘扬 缓解 解决 达到 标准化 适应 要有 应有 趋于 设置 配置 配备 减少 树立
    满足 建设 开展 探索 创新
    增加 降低 禁止 严格 均衡 平衡 缩小 基本 覆盖 建立
""")
# What a rise or fall can be said of, by the end of its name.
FIGURES = listed("""
    率 比例 比重 占比 人数 数量 数 寿命 年限 时间 时长 面积 次数 人次 总数 床位 覆盖面 额 标准
    素养水平 素养 收入 参与度 支出 投入 机构 服务量 规模 案件 在校生
""")
# A breakdown as plans name it; a figure beside such a word holds for that part only.
BREAKDOWNS = frozenset(
    listed("""
    城市 城镇 城区 中心城区 主城区 农村 乡村 农牧区 牧区 山区 街镇 乡镇 乡(镇) 街道 镇 村 城 乡 社区
    城市社区 农村社区 城镇社区 男性 女性 男童 女童 男生 女生 男 女 小学 初中 高中 小学生 初中生
    高中生 高中阶段学生 高中阶段 中学 中学生 幼儿园 东部 中部 西部 东部地区 中部地区 西部地区 市级
    县级 乡级 村级 省级 市 县 区 城市地区 农村地区 常住 户籍 公办 民办 妇女 儿童 城镇居民 农村居民
    本科 研究生 专科 正职 副职
""")
)
SCOPES = listed("""
    全国 全省 全市 全县 全区 全州 全盟 全旗 全镇 全乡 全街道 全自治区 我国 我省 我市 我县 我区 本省
    本市 本县 本区 国家
""")

# Digits in these are part of a name, never a demand.
NAMES = r"""
每(?:10万|十万|百万|万|千|百|\d{1,6}(?:万)?)(?:名|个|位|户)?(?:常住|户籍)?
   (?:人口|儿童|人|妇女|学生|家庭|老年人|职工|婴幼儿)?
|[A-Za-z]+\d{1,6}[A-Za-z]*
|\d{5}(?=热线|平台|妇女|公益|便民)
|第[一二三四五六七八九十百\d]{1,4}(?:届|次|个|批|期|轮|产业|方)
|\d{1,2}月(?:\d{1,2}日|份|底|起|前|$)
|(?:九|9|十二|12|三|3)年(?=义务|一贯|制|免费)
|\d{1,7}万?(?:人|名|户|张|床|平方米|所|个|位)(?:及?以上|以下)的?(?=(?:用人)?单位|企业|学校|机构|社区|地区|[县市区村乡镇])
|每(?:周|天|月|日)[^,，;。\d]{0,6}\d{1,3}(?:次|小时|分钟)(?:及?以上)?的?(?=[^,，;。\d]{1,16}(?:率|比例|人数|比重))
|\d{1,5}号|文号\d{1,5}
|(?:每)?[\d一二两三五]{1,2}年(?:一|1)(?:轮|次|届|遍)
|\d{1,2}价
|\d{1,4}\+\d{1,4}
|[一二两三四五六七八九十]癌|两规划|两纲|三孩|一老一小|一体化|一站式|一批|一定|一系列|进一步|统一|唯一|一线|一票否决
"""
AGE = (
    r"\d{1,3}(?:(?:个)?(?:周岁|岁|个月|月龄|月|周|天|日))?(?:[-~至到]\d{1,3})?"
    r"(?:周岁|岁|个月|月龄|月|周|天|日)(?:龄)?(?:及)?(?:以下|以上|以内|之内|之间|内|前|后)?"
    r"|\d{1,3}(?:小时|分钟)(?=[内制热在服值不以之])(?:以内|之内|内)?"
)
