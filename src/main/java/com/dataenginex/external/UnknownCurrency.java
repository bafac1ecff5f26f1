package com.dataenginex.external;

import java.util.Set;

/** The source works, but does not know the currency. */
final class UnknownCurrency extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Set<String> known;

    /** @param known the currencies that the source knows, as far as it says so */
    UnknownCurrency(Set<String> known) {
        super("the currency is not known", null, false, false);
        this.known = Set.copyOf(known);
    }

    Set<String> known() {
        return known;
    }
}
