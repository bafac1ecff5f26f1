package com.dataenginex.doctor;

/** The checks of one category. */
interface Checks {
    /** Such as {@code metrics}. */
    String category();

    void run(Examination run, Findings out);
}
