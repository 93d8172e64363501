"""The acts a story is told with: one method a table."""

from __future__ import annotations

from datetime import date, timedelta

from bench.generator.story import Body, Story


class Acts(Story):
    """A story with words for what parties do: hold, serve, sell, pay, agree, sue."""

    def hold(
        self, owner: Body, company: Body, share: int, start: date, end: date | None = None, **cells: object
    ) -> None:
        """share in per cent."""
        self.put("holdings", owner=owner, company=company, share=f"{share}%", start=start, end=end, **cells)

    def post(self, person: Body, company: Body, role: str, start: date, end: date | None = None) -> None:
        self.put("roles", person=person, company=company, role=role, start=start, end=end)

    def tie(self, a: Body, b: Body | str, kind: str, start: date | None = None, **cells: object) -> None:
        self.put("relations", a=a, b=b, kind=kind, start=start, **{"grade": "court_document", **cells})

    def thing(self, kind: str, owner: Body, value: int | None, start: date, end: date | None = None, *, ident: str = "",
              **cells: object) -> str:  # fmt: skip
        """A title; a further title of the same thing names its ident."""
        ident = ident or f"{self.number}-A{len(self.tables['assets']) + 1}"
        usual: dict[str, object] = {"currency": "CNY" if value else None, "basis": "market" if value else None}
        self.put(
            "assets",
            id=ident,
            kind=kind,
            name=f"{kind}{ident}",
            owner=owner,
            value=value,
            start=start,
            end=end,
            **{**usual, **cells},
        )
        return ident

    def sell(self, thing: str, giver: Body, taker: Body, on: date | str, price: int | None, **cells: object) -> None:
        self.put(
            "asset_transfers",
            asset=thing,
            **{"from": giver, "to": taker},
            price=price,
            date=on,
            currency="CNY",
            **cells,
        )

    def sell_shares(self, company: Body, giver: Body, taker: Body, on: date | str, price: int | None, share: int,
                    **cells: object) -> None:  # fmt: skip
        self.put(
            "share_transfers",
            company=company,
            **{"from": giver, "to": taker},
            share=f"{share}%",
            price=price,
            date=on,
            currency="CNY",
            **cells,
        )

    def pay(
        self, giver: Body, taker: Body, amount: int, on: date, kind: str | None, purpose: str = "", **cells: object
    ) -> None:
        self.put(
            "payments",
            **{"from": giver, "to": taker},
            amount=amount,
            currency="CNY",
            date=on,
            kind=kind,
            purpose=purpose or None,
            status="done",
            **cells,
        )

    def pay_in_parts(
        self, giver: Body, taker: Body, amount: int, on: date, days: int, kind: str | None, purpose: str = ""
    ) -> None:
        """One to three payments within the days, together exactly the amount."""
        parts, left = self.rng.randint(1, 3), amount
        for at in range(parts):
            each = left if at == parts - 1 else self.part(left, 0.3, 0.6)
            self.pay(giver, taker, each, on + timedelta(days=round(days * at / max(parts - 1, 1))), kind, purpose)
            left -= each

    def agree(self, kind: str, first: Body, second: Body, amount: int | None, on: date, **cells: object) -> None:
        self.put(
            "contracts",
            id=f"{self.number}-K{len(self.tables['contracts']) + 1}",
            kind=kind,
            **{"from": first, "to": second},
            amount=amount,
            currency="CNY",
            date=on,
            **cells,
        )

    def burden(self, asset: str, kind: str, holder: Body, amount: int, start: date, **cells: object) -> None:
        self.put(
            "encumbrances",
            asset=asset,
            kind=kind,
            holder=holder,
            amount=amount,
            currency="CNY",
            start=start,
            **{"status": "effective", **cells},
        )

    def sue(
        self, claimant: Body, defendant: Body, amount: int, filed: date, kind: str = "civil", **cells: object
    ) -> str:
        number = f"（{filed.year}）990{self.number % 10}民初{self.number}{len(self.tables['court_cases'])}号"
        self.put(
            "court_cases",
            number=number,
            kind=kind,
            claimant=claimant,
            defendant=defendant,
            amount=amount,
            currency="CNY",
            filed=filed,
            **cells,
        )
        return number

    def change(self, party: Body, item: str, before: str | int, after: str | int, on: date, **cells: object) -> None:
        self.put("changes", party=party, item=item, before=before, after=after, date=on, **cells)

    def books(self, party: Body, year: int, **cells: object) -> None:
        """A year's accounts; what was filed first stands."""
        if (party.id, year) in self.filed:
            return
        self.filed.add((party.id, year))
        self.put("accounts", party=party, year_end=date(year, 12, 31), currency="CNY", **cells)
