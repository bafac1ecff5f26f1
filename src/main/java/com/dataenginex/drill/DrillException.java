package com.dataenginex.drill;

/** The failure that a drill asked for. It has no stack: where it comes from is known. */
final class DrillException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DrillException() {
        super("A drill asked for this failure.", null, false, false);
    }
}
