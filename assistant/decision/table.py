"""The rulebook as Markdown, for reading: a table of rules and what goes with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from assistant.decision.schema import RULED_OUT, Rule, Rulebook

NOT_AFFECTED = "·"


def rules_table(rulebook: Rulebook) -> str:
    """The whole rulebook in Markdown: rules by criterion, conflicts, and what was left out."""
    parts = [
        _summary(rulebook),
        "; ".join(f"{short} is `{document}`" for short, document in rulebook.sources.items()),
        "## Strengths",
        markdown_table(
            ("strength", "points", "means"),
            (
                (name, "excludes" if s.at_most is None else f"up to {s.at_most}", s.means)
                for name, s in rulebook.strengths.items()
            ),
        ),
        "## Rules",
        *_rules(rulebook),
        "## Values that speak for no model",
        markdown_table(
            ("value", "reason"),
            (
                (f"{name} = {value}", reason)
                for name, criterion in rulebook.criteria.items()
                for value, reason in criterion.neutral.items()
            ),
        ),
        "## Where the sources disagree",
        markdown_table(
            ("question", "one side", "other side", "rules"),
            (
                (
                    c.title,
                    *(f"{s.says} (`{s.passage}`)" for s in c.sides),
                    ", ".join(f"`{r}`" for r in c.rules),
                )
                for c in rulebook.conflicts
            ),
        ),
        "## Considered and left out",
        markdown_table(
            ("statement", "why it is no rule", "passage"),
            (
                (c.item, c.reason, ", ".join(f"`{q.passage}`" for q in c.evidence))
                for c in rulebook.considered
            ),
        ),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _summary(rulebook: Rulebook) -> str:
    need = rulebook.decides
    return (
        f"{len(rulebook.rules)} rules over {len(rulebook.criteria)} criteria. A model is "
        f"recommended with at least {need.points} points and a lead of at least {need.margin}. "
        f"{need.why}"
    )


def _rules(rulebook: Rulebook) -> Iterable[str]:
    """For each criterion its question, what its values mean, and the rules listed under it.

    A rule stands once, under the first criterion (in the rulebook's order) that it asks for.
    """
    header = ("rule", "when", *(m.label for m in rulebook.models.values()), "strength", "evidence")
    for name, criterion in rulebook.criteria.items():
        first = [
            r for r in rulebook.rules if next(c for c in rulebook.criteria if c in r.when) == name
        ]
        yield f"### {criterion.label}"
        values = "; ".join(f"`{value}`: {means}" for value, means in criterion.values.items())
        yield f"{criterion.question} {values}."
        if first:
            yield markdown_table(header, (_row(r, rulebook.models) for r in _ordered(first)))


def _ordered(rules: Sequence[Rule]) -> list[Rule]:
    return sorted(rules, key=lambda rule: (len(rule.when), condition(rule.when), rule.id))


def _row(rule: Rule, models: Iterable[str]) -> tuple[str, ...]:
    evidence = "house judgement"
    if rule.evidence:
        first, *others = rule.evidence
        more = f" and {len(others)} more" if others else ""
        evidence = f"“{first.quote}” (`{first.passage}`{more})"
    return (
        f"`{rule.id}`: {rule.because}",
        condition(rule.when),
        *(_effect(rule, model) for model in models),
        f"{rule.strength}: {rule.why}",
        evidence,
    )


def condition(when: Mapping[str, Sequence[str]]) -> str:
    """A rule's condition in words: ``direction none or stretched, scope fixed``."""
    return ", ".join(f"{criterion} {' or '.join(values)}" for criterion, values in when.items())


def _effect(rule: Rule, model: str) -> str:
    if rule.rules_out(model):
        return RULED_OUT
    return signed(rule.points(model)) if rule.points(model) else NOT_AFFECTED


def signed(points: int) -> str:
    """Points with their sign, a true minus in front of negative ones."""
    return f"+{points}" if points > 0 else f"\N{MINUS SIGN}{-points}" if points else "0"


def markdown_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; bars and line ends in cells are made harmless."""
    lines = [header, tuple("---" for _ in header), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
