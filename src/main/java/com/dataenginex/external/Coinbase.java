package com.dataenginex.external;

import jakarta.json.JsonObject;
import java.math.BigDecimal;
import java.util.Set;

/**
 * Coinbase's spot price:
 *
 * <pre>{"data":{"amount":"73838.87","base":"BTC","currency":"USD"}}</pre>
 */
final class Coinbase implements RateSource {

    @Override
    public String target(String currency) {
        return "/v2/prices/BTC-" + currency + "/spot";
    }

    /** Not 400: what stands before the source answers so too, to a request that it does not like. */
    @Override
    public Set<Integer> unknownStatuses() {
        return Set.of(404);
    }

    @Override
    public Quote read(JsonObject answer, String currency) {
        JsonObject data = answer.getJsonObject("data");
        if (!data.getString("currency").equals(currency) || !data.getString("base").equals("BTC")) {
            throw new InvalidAnswer("the answer is for another pair");
        }
        return new Quote(new BigDecimal(data.getString("amount")), null);
    }
}
