-- The number of items that a usual score covers, where that is one split of the whole set.
ALTER TABLE benchmarks ADD COLUMN n_scored INTEGER;
