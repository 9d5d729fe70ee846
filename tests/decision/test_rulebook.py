"""Reading a rulebook: what is accepted, and what the errors say."""

from __future__ import annotations

import random
import re

import pytest
import yaml
from books import book, content, rule, rule_lists, thorough
from hypothesis import given

from assistant.decision.rulebook import load_rulebook, read_rulebook
from assistant.decision.schema import Rulebook
from assistant.errors import RulebookError


def text(**more: object) -> str:
    """A small valid rulebook as YAML."""
    return yaml.safe_dump(
        content([rule("first", {"one": "a"}, {"alpha": 2})], **more), sort_keys=False
    )


def refused(broken: str) -> str:
    with pytest.raises(RulebookError) as caught:
        read_rulebook(broken, "some.yaml")
    return str(caught.value)


def test_the_packaged_rulebook_is_read_once():
    """Asking twice gives the very same rulebook."""
    assert load_rulebook() is load_rulebook()


def test_a_file_is_read_as_the_text_it_holds(tmp_path):
    """A rulebook from a file is the one that its text spells out."""
    file = tmp_path / "mine.yaml"
    file.write_text(text(), encoding="utf-8")
    assert load_rulebook(file) == read_rulebook(text(), "mine.yaml")


def test_a_missing_file_is_named(tmp_path):
    """The message says which file could not be read."""
    with pytest.raises(RulebookError, match=r"nowhere\.yaml: cannot be read"):
        load_rulebook(tmp_path / "nowhere.yaml")


def test_a_file_that_is_not_utf8_is_named(tmp_path):
    """Bytes that are no text are reported, not guessed at."""
    file = tmp_path / "latin.yaml"
    file.write_bytes(b"decides: \xe9")
    with pytest.raises(RulebookError, match=r"latin\.yaml: cannot be read"):
        load_rulebook(file)


def test_an_error_names_file_line_rule_and_key():
    """A wrong effect is found by file, line, rule and key."""
    broken = text().replace("alpha: 2", "alpha: lots")
    line = broken.splitlines().index("    alpha: lots") + 1
    message = refused(broken)
    assert f"some.yaml, line {line}: rules > 'first' > effects > alpha" in message


def test_all_that_is_wrong_is_said_at_once():
    """Each wrong key has its line; names that do not exist are all listed, rule by rule."""
    broken = text().replace("alpha: 2", "alpha: lots").replace("house: false", "house: maybe")
    lines = broken.splitlines()
    told = [int(re.match(r"some\.yaml, line (\d+):", line)[1]) for line in refused(broken).splitlines()]
    assert [lines[n - 1].strip() for n in told] == ["alpha: lots", "alpha: lots", "house: maybe"]
    said = [line.split(": ")[1].rpartition(" > ")[2] for line in refused(broken).splitlines()]
    assert said == ["int", "literal['ruled-out']", "house"]
    rows = [
        rule("first", {"five": "a", "one": ["y", "z"]}, {"alpha": 2, "delta": 1}),
        rule("second", {"one": "a"}, {"epsilon": 2}),
    ]
    data = content(rows)
    data["criteria"]["two"]["neutral"] = {"z": "no reason"}
    assert refused(yaml.safe_dump(data)) == (
        "some.yaml, line 1: criterion 'two', key 'neutral': unknown value 'z'\n"
        "rule 'first', key 'when': unknown criterion 'five'\n"
        "rule 'first', key 'when': one has no value 'y'\n"
        "rule 'first', key 'when': one has no value 'z'\n"
        "rule 'first', key 'effects': unknown model 'delta'\n"
        "rule 'second', key 'effects': unknown model 'epsilon'"
    )


def test_an_error_in_a_file_names_the_whole_path(tmp_path):
    """One sees at once which of several files is meant."""
    file = tmp_path / "mine.yaml"
    file.write_text("decides: 3\n", encoding="utf-8")
    with pytest.raises(RulebookError) as caught:
        load_rulebook(file)
    assert f"{file}, line 1: decides: " in str(caught.value)


def test_an_entry_is_named_by_what_it_calls_itself():
    """Passages are named by passage, conflicts by id, and what has no name by its place."""
    quoted = text().replace("quote: quote of first", "quote: ''")
    assert "rules > 'first' > evidence > 'first#a.1' > quote: " in refused(quoted)
    nameless = text(considered=[{"reason": "so", "evidence": []}])
    message = refused(nameless)
    assert "considered > 0 > item: Field required" in message
    bare = text(considered=[{"item": "of note", "reason": "so", "evidence": []}])
    assert "considered > 'of note' > evidence: Tuple should have at least 1 item" in refused(bare)
    listed = text().replace("  because: because of first", "  because: [unnamed]")
    assert "rules > 'first' > because: Input should be" in refused(listed)


def test_an_unknown_key_is_refused_by_name():
    """A key that means nothing is not silently dropped."""
    broken = text().replace("strength:", "strenght: strong\n  strength:")
    assert "'first' > strenght: Extra inputs are not permitted" in refused(broken)


def test_a_missing_key_is_named():
    """A rule without its reason is refused, with the line that the rule begins at."""
    broken = text().replace("  because: because of first\n", "")
    line = broken.splitlines().index("- id: first") + 1
    assert f"line {line}: rules > 'first' > because: Field required" in refused(broken)


def test_a_key_that_stands_twice_is_refused():
    """YAML would keep the last of two; the reader keeps neither."""
    broken = text().replace("  house: false", "  house: false\n  house: true")
    line = broken.splitlines().index("  house: true") + 1
    assert refused(broken) == f"some.yaml, line {line}: key 'house' stands twice; keep one"


def test_broken_yaml_is_reported_as_such():
    """Text that is not YAML is refused with the parser's reason."""
    assert refused("rules: [").startswith("some.yaml: is not YAML; mend it: ")


def test_an_empty_file_is_refused():
    """Nothing at all is no rulebook."""
    assert refused("").startswith("some.yaml, line 1: ")


def test_a_file_that_contains_itself_is_refused():
    """An alias to a node around it ends in a message."""
    assert "some.yaml" in refused("a: &a [*a]")


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"when": {"five": ["a"]}}, "key 'when': unknown criterion 'five'"),
        ({"when": {"one": ["z"]}}, "key 'when': one has no value 'z'"),
        ({"effects": {"delta": 2}}, "key 'effects': unknown model 'delta'"),
        ({"effects": {"alpha": 0, "beta": 2}}, "key 'effects': alpha is 0, leave it out"),
        ({"evidence": []}, "key 'evidence': needed, unless 'house: true' says that there is none"),
        ({"house": True}, "key 'evidence': needed, unless 'house: true' says that there is none"),
        ({"strength": "huge"}, "key 'strength': unknown level 'huge'"),
        ({"strength": "strong"}, "key 'strength': 'strong' does not fit the size of the effects"),
        ({"strength": "slight"}, "key 'strength': 'slight' does not fit the size of the effects"),
        ({"strength": "excluding"}, "'excluding' does not fit the size of the effects"),
        ({"effects": {"alpha": "ruled-out"}}, "'moderate' does not fit the size of the effects"),
    ],
)
def test_a_rule_that_does_not_hang_together_is_refused(change, complaint):
    """What a rule names has to exist, and its strength has to fit its effects."""
    row = rule("first", {"one": "a"}, {"alpha": 2}) | change
    message = refused(yaml.safe_dump(content([row])))
    assert complaint in message
    assert message.startswith("some.yaml, line 1: rule 'first', key ")
    assert message.endswith(complaint)


@pytest.mark.parametrize(
    ("effects", "strength"),
    [
        ({"alpha": 1}, "slight"),
        ({"alpha": -2, "beta": 1}, "moderate"),
        ({"alpha": 3}, "strong"),
        ({"alpha": 4}, "strong"),
        ({"alpha": -5}, "deciding"),
        ({"alpha": 6}, "deciding"),
        ({"alpha": 6, "beta": "ruled-out"}, "excluding"),
    ],
)
def test_the_strength_is_the_level_that_the_largest_effect_falls_into(effects, strength):
    """Each level holds the effects above the level before and up to its own."""
    row = rule("first", {"one": "a"}, effects) | {"strength": strength}
    assert read_rulebook(yaml.safe_dump(content([row])), "x").rules[0].strength == strength


def test_an_effect_above_every_level_is_refused():
    """No strength allows more points than the greatest."""
    row = rule("first", {"one": "a"}, {"alpha": 7}) | {"strength": "deciding"}
    assert "does not fit" in refused(yaml.safe_dump(content([row])))


def test_two_rules_of_one_name_are_refused():
    """An id is used once."""
    row = rule("first", {"one": "a"}, {"alpha": 2})
    assert "rule 'first', key 'id': used twice" in refused(yaml.safe_dump(content([row, row])))


def test_a_neutral_value_has_to_be_a_value():
    """A criterion cannot declare a value neutral that it does not have."""
    data = content([])
    data["criteria"]["one"]["neutral"] = {"z": "no reason"}
    message = refused(yaml.safe_dump(data))
    assert "criterion 'one', key 'neutral': unknown value 'z'" in message


@pytest.mark.parametrize("key", ["models", "criteria", "rules"])
def test_a_conflict_names_what_exists(key):
    """A conflict about an unknown model, criterion or rule is refused."""
    side = {"says": "yes", "passage": "first#a.1", "quote": "yes"}
    conflict = {
        "id": "c",
        "title": "Yes?",
        "sides": [side, side],
        "models": ["alpha"],
        "criteria": ["one"],
        "rules": ["first"],
    }
    sound = read_rulebook(text(conflicts=[conflict]), "x")
    assert sound.conflicts[0].id == "c"
    message = refused(text(conflicts=[conflict | {key: ["unheard-of"]}]))
    assert f"conflict 'c', key '{key}': unknown 'unheard-of'" in message
    also = refused(text(conflicts=[conflict | {key: ["unheard-of"]}, conflict | {key: ["more"]}]))
    assert len(also.splitlines()) == 2


def test_one_value_may_stand_without_a_list():
    """``when: {one: a}`` and ``when: {one: [a]}`` are the same condition."""
    plain, listed = (book(rule("first", {"one": values}, {"alpha": 2})) for values in ("a", ["a"]))
    assert plain == listed
    assert plain.rules[0].when == {"one": ("a",)}


@given(rules=rule_lists)
@thorough
def test_the_fingerprint_does_not_depend_on_the_order_of_rules(rules):
    """Shuffled rules are the same rulebook."""
    shuffled = random.Random(len(rules)).sample(rules, len(rules))
    assert book(*rules).fingerprint == book(*shuffled).fingerprint


def test_the_fingerprint_changes_with_every_word():
    """A rule's reason is part of the rulebook too."""
    row = rule("first", {"one": "a"}, {"alpha": 2})
    before, after = book(row), book(row | {"because": "another reason"})
    assert before.fingerprint != after.fingerprint
    assert len(before.fingerprint) == 64
    assert hash(before) != hash(after)


def test_rulebooks_cannot_be_changed():
    """A loaded rulebook is frozen."""
    with pytest.raises(ValueError, match="frozen"):
        load_rulebook().rules = ()


def test_a_rule_fires_when_all_its_conditions_are_met():
    """An open criterion meets no condition; one of the listed values does."""
    both = book(rule("r", {"one": "a", "two": ["a", "b"]}, {"alpha": 2})).rules[0]
    assert both.fires({"one": "a", "two": "b", "three": "a"})
    assert not both.fires({"one": "a", "two": "c"})
    assert not both.fires({"one": "a"})
    assert not both.fires({})


def test_the_packaged_rulebook_names_its_sources_and_all_five_models():
    """The contract's models and criteria are all there, under their own names."""
    rulebook = load_rulebook()
    assert tuple(rulebook.models) == (
        "outstaffing",
        "outsourcing",
        "managed-services",
        "freelancers",
        "managed-marketplace",
    )
    assert {name: tuple(c.values) for name, c in rulebook.criteria.items()} == {
        "direction": ("available", "stretched", "none"),
        "scope": ("fixed", "evolving"),
        "duration": ("one-off", "ongoing"),
        "importance": ("core", "non-core"),
        "control": ("people", "outcome"),
        "work": ("capacity", "project", "function", "task"),
        "size": ("single", "few", "team"),
        "location": ("abroad-without-entity", "entity-or-domestic"),
        "risk": ("sensitive", "tolerant"),
        "accountability": ("own", "vendor", "shared"),
        "engineering": ("in-house", "no-team"),
        "vetting": ("able", "unable"),
        "pace": ("urgent", "planned"),
        "cost": ("lowest-rate", "total-cost"),
    }
    assert isinstance(rulebook, Rulebook)
