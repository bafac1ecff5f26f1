package com.dataenginex.external;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Currency;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;

/** Asks one source after the other until one answers or the time is over. Thread-safe. */
final class RateSources {
    private static final Set<CallOutcome> NOT_ASKED = EnumSet.of(CallOutcome.RATE_LIMITED, CallOutcome.REJECTED,
            CallOutcome.CIRCUIT_OPEN);

    private static final Set<String> CODES = Currency.getAvailableCurrencies().stream().map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());

    private final List<GuardedSource> sources;
    private final ExternalDataConfig config;
    /** Currencies that some source has answered for or named: three letters each, so it stays small. */
    private final Set<String> known = new ConcurrentSkipListSet<>();

    RateSources(List<GuardedSource> sources, ExternalDataConfig config) {
        this.sources = List.copyOf(sources);
        this.config = config;
    }

    /**
     * @param deadline by {@link System#nanoTime()}
     * @throws UnknownCurrency if all sources answered, and none knows the currency
     * @throws RatesUnavailable if none has an answer, and not all say so
     */
    Rate ask(String currency, long deadline) {
        if (!isCurrency(currency)) {
            throw new UnknownCurrency(known);
        }
        List<CallOutcome> failures = new ArrayList<>();
        StringJoiner reasons = new StringJoiner("; ");
        Duration pause = Duration.ZERO;
        for (GuardedSource source : sources) {
            if (deadline - System.nanoTime() <= 0) {
                throw RatesUnavailable.late(config.failureFor(), reasons + "; the time is over");
            }
            Duration wait = source.pause();
            if (wait.isPositive()) {
                source.passedOver();
                reasons.add(source.name() + ": left alone for " + wait.toMillis() + " ms");
                pause = shorter(pause, wait);
                continue;
            }
            try {
                Rate rate = source.ask(currency, deadline);
                known.add(currency);
                return rate;
            } catch (UnknownCurrency e) {
                known.addAll(e.known());
            } catch (SourceException e) {
                failures.add(e.outcome());
                reasons.add(source.name() + ": " + e.outcome() + ", " + e.getMessage());
                pause = shorter(pause, source.pause());
            }
        }
        boolean unknownToAll = failures.isEmpty() && pause.isZero() && !sources.isEmpty();
        if (unknownToAll) {
            // A currency that was known before does not disappear: something else answers in place of the sources.
            throw known.contains(currency)
                    ? RatesUnavailable.bad(config.failureFor(), "each source says that it does not know " + currency)
                    : new UnknownCurrency(known);
        }
        throw failure(failures, pause, reasons.toString());
    }

    /** Nobody is asked for a code that ISO 4217 does not have: it would cost the sources' quota. */
    private static boolean isCurrency(String code) {
        return CODES.contains(code);
    }

    private RatesUnavailable failure(List<CallOutcome> failures, Duration pause, String reasons) {
        if (NOT_ASKED.containsAll(failures)) {
            return RatesUnavailable.paused(pause, reasons);
        }
        return failures.stream().allMatch(outcome -> outcome == CallOutcome.TIMEOUT)
                ? RatesUnavailable.late(config.failureFor(), reasons)
                : RatesUnavailable.bad(config.failureFor(), reasons);
    }

    /** The shorter of two that are not zero. */
    private static Duration shorter(Duration a, Duration b) {
        return a.isZero() || !b.isZero() && b.compareTo(a) < 0 ? b : a;
    }
}
