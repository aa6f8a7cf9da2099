-- Facts that the checks of contamination, grading and product drift stand on; what earlier releases report.
ALTER TABLE benchmarks ADD COLUMN judge_vendors TEXT NOT NULL DEFAULT '[]';
ALTER TABLE benchmarks ADD COLUMN rubric_vendors TEXT NOT NULL DEFAULT '[]';
ALTER TABLE benchmarks ADD COLUMN fresh_twin_of TEXT;
ALTER TABLE vendors ADD COLUMN drift TEXT NOT NULL DEFAULT '[]';
ALTER TABLE earlier_releases ADD COLUMN reported TEXT NOT NULL DEFAULT '[]';
