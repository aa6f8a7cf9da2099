"""A table that cannot be trusted gives no claims and says why."""


def test_columns_without_headers_are_withheld(hand) -> None:
    found = hand.extraction(
        hand.table(
            [
                ["KnowTest (Acc.)", "10.5", "11.5", "12.5"],
                ["MathEval (Acc.)", "20.5", "21.5", "22.5"],
                ["CodeBench", "1.5", "2.5", "3.5"],
            ],
            header_rows=0,
        )
    )
    assert found.claims == ()


def test_columns_that_share_a_header_are_withheld_with_the_reason(hand) -> None:
    found = hand.extraction(
        hand.table(
            [
                ["Benchmark", "Borealis-1", "Borealis-1", "Aurora-2 7B"],
                ["KnowTest", "10.5", "11.5", "12.5"],
                ["MathEval", "20.5", "21.5", "22.5"],
            ]
        )
    )
    assert found.claims == ()
    (unread,) = found.unread
    assert "cannot be told apart" in unread.reason
    assert unread.place.line == 7


def test_rows_without_labels_are_withheld(hand) -> None:
    found = hand.extraction(
        hand.table(
            [
                ["Benchmark", "Borealis-1 70B", "Aurora-2 7B"],
                ["KnowTest", "10.5", "11.5"],
                ["", "20.5", "21.5"],
                ["", "30.5", "31.5"],
                ["", "40.5", "41.5"],
            ]
        )
    )
    assert [c.benchmark for c in found.claims if c.value in {"20.5", "30.5"}] == []


def test_equal_labels_in_different_sections_are_no_reason(hand) -> None:
    found = hand.extraction(
        hand.table(
            [
                ["Benchmark", "Borealis-1 70B", "Aurora-2 7B"],
                ["**English**", "<", "<"],
                ["KnowTest", "10.5", "11.5"],
                ["**Chinese**", "<", "<"],
                ["KnowTest", "20.5", "21.5"],
            ]
        )
    )
    assert len(found.claims) == 4
