from collections import Counter

from linli.rehearsal.dice import Dice


def test_dice_of_one_seed_and_purpose_always_throw_the_same() -> None:
    dice = Dice(1, "names")

    thrown = [dice.below(1000) for _ in range(5)]

    # Fixed on purpose: another Python that threw otherwise would change every sample.
    assert thrown == [160, 611, 731, 117, 785]


def test_dice_of_another_purpose_throw_otherwise() -> None:
    names, streets = Dice(1, "names"), Dice(1, "streets")

    assert [names.below(1000) for _ in range(5)] != [streets.below(1000) for _ in range(5)]


def test_numbers_between_two_ends_reach_both_of_them() -> None:
    dice = Dice(2, "ends")

    assert {dice.between(3, 5) for _ in range(200)} == {3, 4, 5}


def test_an_option_without_weight_is_never_chosen() -> None:
    dice = Dice(3, "weights")

    chosen = Counter(dice.weighted({"often": 9, "never": 0, "seldom": 1}) for _ in range(1000))

    assert set(chosen) == {"often", "seldom"}
    assert chosen["often"] > 5 * chosen["seldom"]


def test_shuffling_keeps_every_item_exactly_once() -> None:
    shuffled = Dice(4, "order").shuffled(range(50))

    assert sorted(shuffled) == list(range(50))
    assert shuffled != list(range(50))


def test_a_sample_larger_than_the_choice_takes_everything() -> None:
    assert sorted(Dice(5, "sample").sample((1, 2, 3), 7)) == [1, 2, 3]


def test_a_share_of_nothing_never_happens_and_of_all_always() -> None:
    dice = Dice(6, "share")

    assert {dice.chance(0.0) for _ in range(50)} == {False}
    assert {dice.chance(1.0) for _ in range(50)} == {True}
