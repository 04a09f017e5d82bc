"""Running a snippet where it can harm nothing."""
