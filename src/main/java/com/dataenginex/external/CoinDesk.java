package com.dataenginex.external;

import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * CoinDesk Data's reference index:
 *
 * <pre>{"Data":{"BTC-USD":{"VALUE":73838.87,"VALUE_LAST_UPDATE_TS":1795521600}},"Err":{}}</pre>
 */
final class CoinDesk implements RateSource {
    private final String apiKey;

    CoinDesk(String apiKey) {
        this.apiKey = apiKey;
    }

    @Override
    public String target(String currency) {
        return "/index/cc/v1/latest/tick?market=cadli&instruments=BTC-" + currency;
    }

    @Override
    public Map<String, String> headers() {
        return Map.of("Authorization", "Apikey " + apiKey);
    }

    @Override
    public Set<Integer> unknownStatuses() {
        return Set.of(404);
    }

    @Override
    public Quote read(JsonObject answer, String currency) {
        JsonObject tick = answer.getJsonObject("Data").getJsonObject("BTC-" + currency);
        return new Quote(tick.getJsonNumber("VALUE").bigDecimalValue(),
                Instant.ofEpochSecond(tick.getJsonNumber("VALUE_LAST_UPDATE_TS").longValueExact()));
    }
}
