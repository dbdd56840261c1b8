# SPDX-License-Identifier: Apache-2.0
"""Good documents for each model, from a seeded generator.

A document is a tree of Python values in which an object is an Obj, a list of pairs, so that a name may
stand in it twice, and a Raw stands in the text as it is.
"""

import string


class Obj(list):
    """The members of an object, as [name, value]."""


class Raw(str):
    """A piece of text that is written as it is."""


def obj(**members):
    return Obj([name.rstrip("_"), value] for name, value in members.items())


# --- Good documents ---

LETTERS = string.ascii_letters + string.digits + " éßЖ中😀\u0301\u200d\"\\/\n\t"


def text(r, shortest=0, longest=12):
    return "".join(r.choice(LETTERS) for _ in range(r.randint(shortest, longest)))


def some(r, make, most=4):
    return [make(r) for _ in range(r.randint(0, most))]


def mapped(r, make, most=3):
    return Obj([name, make(r)] for name in r.sample(["EUR", "USD", "é", "a b", "0", "kind"], r.randint(0, most)))


def number(r):
    return r.choice([r.uniform(-10, 10), r.randint(-1000, 1000), 10.0 ** r.randint(-300, 300), Raw("1E5"), Raw("-0.0")])


def time(r, least=2021, most=2090):
    text = "%04d-%02d-%02dT%02d:%02d:%02d" % (r.randint(least, most), r.randint(1, 12), r.randint(1, 28),
                                              r.randint(0, 23), r.randint(0, 59), r.randint(0, 59))
    return text + r.choice(["", ".5", ".123", ".120"]) + r.choice(["Z", "+00:00", "+05:45", "-11:00"])


def date(r):
    return "%04d-%02d-%02d" % (r.randint(1900, 2099), r.randint(1, 12), r.randint(1, 28))


def uuid(r):
    digits = "%032x" % r.getrandbits(128)
    made = "-".join([digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]])
    return r.choice([made, made.upper()])


def decimal(r):
    return r.choice(["19.90", "0", "-0.00", "1E+3", "1E-10", "9" * 34, str(r.randint(-10**9, 10**9)),
                     "%d.%02d" % (r.randint(0, 999), r.randint(0, 99))])


def color(r):
    return r.choice(["red", "green", "blue"])


def email(r):
    return r.choice(["ada@example.org", "Grace.Hopper+navy@Mail.Example.COM", "x@a.b", "o'neill@x-y.museum"])


def item(r):
    return without_some(r, obj(sku=text(r, 1), quantity=r.randint(1, 1000)), "quantity")


def address(r):
    return without_some(r, obj(city=text(r), zip=r.choice([None, text(r)])), "zip")


def tree(r, depth=0):
    children = [tree(r, depth + 1) for _ in range(r.randint(0, 2 if depth < 4 else 0))]
    return without_some(r, obj(name=text(r), children=children), "children")


def payment(r):
    return r.choice([obj(kind="Card", last_four="%04d" % r.randint(0, 9999)), obj(kind="Transfer", iban=text(r)),
                     obj(last_four="4242", kind="Card")])


def cash_or_voucher(r):
    return r.choice([obj(type="cash", cents=r.randint(-2**63, 2**63 - 1)),
                     without_some(r, obj(code=text(r), uses=mapped(r, lambda r: r.randint(0, 9)), type="voucher"), "uses")])


def without_some(r, members, *names):
    return Obj(member for member in members if member[0] not in names or r.random() < 0.7)


def span(r):
    return obj(from_=time(r, 2021, 2030), to=time(r, 2031, 2040))


GOOD = {
    "Switch": lambda r: without_some(r, obj(on=r.random() < 0.5, loud=r.random() < 0.5), "loud"),
    "Count": lambda r: without_some(r, obj(n=r.randint(-2**31, 2**31 - 1), room=r.randint(0, 2**32 - 1)), "room"),
    "Big": lambda r: obj(n=r.choice([r.randint(-2**63, 2**63 - 1), -2**63, 2**63 - 1, 2**53 + 1, Raw("-0")])),
    "Ratio": lambda r: obj(x=number(r)),
    "Text": lambda r: obj(s=text(r, 0, 40)),
    "Note": lambda r: without_some(r, obj(note=r.choice([None, text(r)]), size=r.choice([None, 3])), "note", "size"),
    "Cased": lambda r: obj(lower=r.choice(["Ada", "ÉCOLE", "x"]), upper=r.choice(["fr", "été", "Ж"])),
    "Key": lambda r: without_some(r, obj(id=uuid(r), parent=r.choice([None, uuid(r)])), "parent"),
    "Birthday": lambda r: obj(day=date(r)),
    "Moment": lambda r: obj(at=time(r, 1, 9999)),
    "Money": lambda r: obj(amount=decimal(r)),
    "Paint": lambda r: without_some(r, obj(color=color(r), second=r.choice([None, color(r)])), "second"),
    "Blob": lambda r: obj(data=r.choice(["", "AA==", "AAE=", "AAEC", "/+8="])),
    "Tags": lambda r: without_some(r, obj(tags=some(r, text)), "tags"),
    "Matrix": lambda r: obj(rows=some(r, lambda r: some(r, number))),
    "Rgb": lambda r: obj(rgb=[r.randint(0, 255) for _ in range(3)]),
    "Rates": lambda r: obj(rates=mapped(r, number)),
    "Palette": lambda r: without_some(r, obj(by_name=mapped(r, color), order=some(r, color)), "by_name", "order"),
    "Shelves": lambda r: obj(shelves=mapped(r, lambda r: some(r, lambda r: mapped(r, lambda r: r.random() < 0.5)))),
    "Age": lambda r: obj(age=r.randint(0, 150)),
    "Share": lambda r: obj(share=r.choice([0.5, r.uniform(1e-9, 0.5), 5e-324])),
    "Step": lambda r: without_some(r, obj(step=5 * r.randint(-200, 199)), "step"),
    "Grade": lambda r: obj(grade=r.randint(-8, 8) / 4),
    "Name": lambda r: obj(name=text(r, 2, 5)),
    "Plate": lambda r: obj(plate=r.choice(["AB1", "XY9999", "QQ12"])),
    "Currency": lambda r: without_some(r, obj(currency=r.choice(["EUR", "USD"]), weight=r.choice([1, 2, 4])),
                                       "currency", "weight"),
    "Contact": lambda r: obj(email=email(r)),
    "Cents": lambda r: obj(price=r.choice(["0.01", "19.90", "5", "1E+2", "1.000", "%d.%02d" % (r.randint(1, 10**6), r.randint(0, 99))])),
    "Since": lambda r: without_some(r, obj(day=date(r), at=r.choice([None, time(r)])), "at"),
    "Team": lambda r: obj(members=r.sample(["Ada", "Grace", "é", "e\u0301", "中"], r.randint(1, 4))),
    "Shoes": lambda r: obj(shoes=2 * r.randint(-100, 100)),
    "Cart": lambda r: without_some(r, obj(items=some(r, item)), "items"),
    "Person": lambda r: without_some(r, obj(name=text(r), home=address(r), work=r.choice([None, address(r)])), "work"),
    "Tree": tree,
    "Payment": lambda r: obj(payment=payment(r)),
    "Wallet": lambda r: obj(contents=some(r, cash_or_voucher)),
    "Span": span,
    "Article": lambda r: Obj([["title", text(r)], [r.choice(["createdAt", "createdAt", "date"]), time(r)],
                              ["words", r.randint(0, 9999)]]),
    "Account": lambda r: without_some(r, obj(owner=text(r), parent=r.choice([None, "%024x" % r.getrandbits(96)])), "parent"),
    "Booking": lambda r: without_some(
        r, obj(email=email(r), items=some(r, item), payment=payment(r), rates=mapped(r, number), price=decimal(r),
               note=r.choice([None, text(r)]), **{"from_": time(r, 2021, 2030)}, to=time(r, 2031, 2040)),
        "items", "rates", "note"),
}
