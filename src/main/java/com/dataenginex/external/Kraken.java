package com.dataenginex.external;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;

/**
 * Kraken's ticker, which answers 200 to everything:
 *
 * <pre>{"error":[],"result":{"XXBTZUSD":{"c":["73838.87000","0.00110000"],…}}}
 * {"error":["EQuery:Unknown asset pair"]}</pre>
 */
final class Kraken implements RateSource {
    private static final int OK = 200;
    private static final String UNKNOWN = "EQuery:Unknown asset pair";
    private static final Set<String> BUSY = Set.of("EAPI:Rate limit exceeded", "EGeneral:Too many requests",
            "EService:Busy", "EService:Unavailable");
    /** The pairs with Bitcoin that its documentation lists. */
    private static final Set<String> KNOWN = Set.of("AUD", "CAD", "CHF", "EUR", "GBP", "JPY", "USD");

    @Override
    public String target(String currency) {
        return "/0/public/Ticker?pair=XBT" + currency;
    }

    @Override
    public Quote read(JsonObject answer, String currency) {
        JsonArray errors = answer.getJsonArray("error");
        if (!errors.isEmpty()) {
            if (errors.getString(0).equals(UNKNOWN)) {
                throw new UnknownCurrency(KNOWN);
            }
            if (BUSY.contains(errors.getString(0))) {
                throw SourceException.rateLimited("answered " + errors.getString(0), OK, Optional.empty());
            }
            throw new InvalidAnswer("the answer is an error of the source's");
        }
        JsonObject result = answer.getJsonObject("result");
        // It answers with its own name of the pair, such as XXBTZUSD or XBTCHF.
        String pair = result.keySet().iterator().next();
        if (result.size() != 1 || !pair.endsWith(currency) || !pair.contains("XBT")) {
            throw new InvalidAnswer("the answer is for another pair");
        }
        JsonArray lastTrade = result.getJsonObject(pair).getJsonArray("c");
        return new Quote(new BigDecimal(lastTrade.getString(0)), null);
    }
}
