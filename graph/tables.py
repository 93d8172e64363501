"""The sixteen tables of the template, column by column."""

from __future__ import annotations

from graph.schema import ABOUT_ROW, Column, Table, _columns

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table(
            "parties",
            "主体",
            _columns("""
            id 编号|主体编号|ID identifier
            kind 类型|主体类型 word:party_kind
            name 名称 text
            other_names 曾用名|其他名称|别名 list
            identifier 统一社会信用代码|信用代码 identifier
            other_identifiers 其他证照号码|其他编号 list
            jurisdiction 法域|国家地区 text
            incorporated 成立日期|设立日期 date
            dissolved 注销日期|解散日期 date
            status 登记状态|经营状态|企业状态 text
            registered_capital 注册资本 money
            paid_capital 实缴资本|实收资本 money
            currency 币种 currency
            employees 参保人数|员工人数 whole
            industry 行业|所属行业 text
            scope 经营范围 text
            address 注册地址|住所|地址|企业地址 text
            phone 电话|联系电话 text
            email 邮箱|电子邮箱 text
            listed 上市|是否上市 yes_no
            state_owned 国有|是否国有 yes_no
            licence 许可|牌照 text
            """),
        ),
        Table(
            "holdings",
            "股东信息",
            _columns("""
            owner 股东 party !
            company 公司 party ! @company
            share 持股比例 share
            voting 表决权比例 share
            subscribed 认缴出资额 money
            paid 实缴出资额 money
            due 认缴期限|认缴出资期限 date
            form 出资方式 text
            paid_on 实缴日期|实缴出资日期 date
            shares 持股数 whole
            holder_type 股东类型 text
            currency 币种 currency
            start 起始日期|持股起始日期 date
            end 截止日期|持股截止日期 date
            nature 性质|持股性质 word:nature
            """),
        ),
        Table(
            "roles",
            "主要人员",
            _columns("""
            person 姓名|人员 party ! @person
            company 公司 party ! @company
            role 职务 word:role
            title 职务原文 text
            start 起始日期|任职日期 date
            end 截止日期|离任日期 date
            """),
        ),
        Table(
            "share_transfers",
            "股权变更",
            _columns("""
            company 公司|目标公司 party ! @company
            from 转让方|出让方 party !
            to 受让方 party !
            share 转让比例|股权比例|比例 share
            price 转让价款|价款|转让价格 money
            paid_amount 已付价款 money
            signed 签订日期 date
            consideration 对价|对价形式 word:consideration
            reference_value 参考价值 money
            reference_basis 估值依据 word:basis
            currency 币种 currency
            date 变更日期|日期 date
            """),
        ),
        Table(
            "assets",
            "资产",
            _columns("""
            id 资产编号|编号 identifier !
            kind 资产类型|类型 word:asset_kind
            name 名称|资产名称 text
            identifier 证号|权证号 text
            owner 权利人|所有权人 party
            value 估值|价值 money
            currency 币种 currency
            valued_on 估值日期 date
            basis 估值方法|估值依据 word:basis
            share 共有份额|份额 share
            co_ownership 共有方式 text
            unit_no 不动产单元号 text
            registered_on 登记日期 date
            court_area 所在地|管辖地 text
            start 起始日期 date
            end 截止日期 date
            address 地址|坐落 text
            """),
        ),
        Table(
            "asset_transfers",
            "资产转让",
            _columns("""
            asset 资产|资产编号 asset !
            from 转让方|出让方 party !
            to 受让方 party !
            price 转让价款|价款|转让价格 money
            consideration 对价|对价形式 word:consideration
            reference_value 参考价值 money
            reference_basis 估值依据 word:basis
            currency 币种 currency
            date 转让日期|变更日期|日期 date
            """),
        ),
        Table(
            "payments",
            "银行流水",
            _columns("""
            from 付款方 party !
            to 收款方 party !
            amount 金额|交易金额 money
            currency 币种 currency
            date 交易日期|日期 date
            time 交易时间|时间 time
            date_to 截至日期|止期 date
            count 笔数 whole
            kind 用途类别|类别 word:payment_kind
            purpose 摘要|用途 text
            status 状态|交易状态 word:payment_status
            remark 附言 text
            channel 渠道|交易渠道 text
            from_bank 付款银行|付款行 text
            to_bank 收款银行|收款行 text
            from_account 付款账号|付款账户 text
            to_account 收款账号|收款账户 text
            balance_after 余额|交易后余额 money
            reference 流水号|交易流水号 text
            """),
        ),
        Table(
            "contracts",
            "合同",
            _columns("""
            id 合同编号|编号 text
            kind 类型|合同类型 word:contract_kind
            from 甲方|出借方 party !
            to 乙方|借入方 party !
            asset 标的|资产 asset
            amount 金额|合同金额 money
            currency 币种 currency
            date 签订日期|日期 date
            end 终止日期|到期日 date
            """),
        ),
        Table(
            "encumbrances",
            "权利限制",
            _columns("""
            asset 资产|标的|财产 asset !
            kind 类型|限制类型 word:encumbrance_kind
            holder 权利人|申请人 party
            amount 金额|债权数额 money
            currency 币种 currency
            start 起始日期|登记日期 date
            end 截止日期|终止日期 date
            rank 顺位 whole
            status 状态 word:encumbrance_status
            published_on 公示日期 date
            quantity 股权数额 text
            authority 机关|执行法院|登记机关 text
            reference 文号|裁定书文号 text
            notice_no 协助执行通知书文号 text
            renewed_from 续自|续行自 text
            released 解除日期 date
            """),
        ),
        Table(
            "relations",
            "关系",
            _columns("""
            a 甲|主体甲 party !
            b 乙|主体乙 party !
            kind 关系|关系类型 word:relation_kind
            start 起始日期 date
            end 截止日期 date
            """),
        ),
        Table(
            "court_cases",
            "司法案件",
            _columns("""
            number 案号 text
            court 法院|审理法院|执行法院 text
            kind 类型|案件类型 word:court_kind
            claimant 原告|申请执行人|申请人 party
            defendant 被告|被执行人|被申请人 party
            amount 金额|涉案金额|执行标的 money
            outstanding 未履行金额 money
            currency 币种 currency
            cause 案由 text
            basis_number 执行依据文号 text
            related_number 关联案号 text
            performed 已履行 text
            conduct 失信情形 text
            filed 立案日期|立案时间 date
            effective 生效日期 date
            published_on 发布日期 date
            terminated_on 终本日期 date
            closed 结案日期 date
            outcome 结果 word:outcome
            status 状态 text
            """),
        ),
        Table(
            "changes",
            "变更记录",
            _columns("""
            party 主体 party ! @company
            item 变更事项 word:change_item
            before 变更前|变更前内容 text
            after 变更后|变更后内容 text
            date 变更日期|日期 date
            notice 是否通知债权人 yes_no
            """),
        ),
        Table(
            "successions",
            "承继",
            _columns("""
            predecessor 原主体|被承继方 party !
            successor 承继方|新主体 party !
            kind 类型|承继类型 word:succession_kind
            assets 资产|承继资产 list
            assets_moved 转移资产额 money
            liabilities_moved 转移负债额 money
            currency 币种 currency
            date 日期 date
            """),
        ),
        Table(
            "accounts",
            "财务",
            _columns("""
            party 主体 party !
            year_end 年度|报告期 date
            equity 净资产|所有者权益 money
            total_assets 资产总额 money
            liabilities 负债总额 money
            revenue 营业收入 money
            profit 净利润 money
            tax_paid 纳税总额 money
            insured_staff 参保人数 whole
            dormant 休眠 yes_no
            audited 审计 yes_no
            currency 币种 currency
            """),
        ),
        Table(
            "declarations",
            "财产报告",
            _columns("""
            debtor 债务人|被执行人|申报人 party !
            asset 资产 asset
            text 内容|申报内容 text
            value 价值|申报价值 money
            currency 币种 currency
            declared_on 申报日期 date
            covers_from 申报期间起 date
            """),
        ),
        Table(
            "rates",
            "汇率",
            _columns("""
            from 原币|从 currency !
            to 目标币|至 currency !
            rate 汇率|比率 text !
            date 日期 date
            """),
        ),
    )
}

# Where `id` does not name the thing itself it is the row's own name.
THING_IDS = frozenset({"parties", "assets", "contracts"})


def all_columns(table: str) -> tuple[Column, ...]:
    """The table's own columns, then those that any row may carry."""
    own = TABLES[table].columns
    names = {c.name for c in own}
    return own + tuple(c for c in ABOUT_ROW if c.name not in names)
