"""Claims beside independent runs: what was observed, whether the two may be compared, how sure the gap is."""
