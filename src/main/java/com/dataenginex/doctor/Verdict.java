package com.dataenginex.doctor;

/** How a check ended. */
public enum Verdict {
    OK("√"),
    WARNING("‼"),
    FAILURE("×"),
    SKIPPED("-");

    private final String sign;

    Verdict(String sign) {
        this.sign = sign;
    }

    String sign() {
        return sign;
    }
}
