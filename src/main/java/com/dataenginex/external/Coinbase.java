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

    /** The currency is the only parameter of the request, so a 400 means an unknown currency. */
    @Override
    public Set<Integer> unknownStatuses() {
        return Set.of(400, 404);
    }

    @Override
    public Quote read(JsonObject answer, String currency) {
        JsonObject data = answer.getJsonObject("data");
        if (!data.getString("currency").equals(currency)) {
            throw new InvalidAnswer("the answer is for another currency");
        }
        return new Quote(new BigDecimal(data.getString("amount")), null);
    }
}
