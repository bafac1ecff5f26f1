package com.dataenginex.external;

import jakarta.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.Set;

/**
 * The Bitcoin price index that CoinDesk closed in 2025, still the shape of mirrors and stubs:
 *
 * <pre>{"time":{"updatedISO":"2024-11-24T12:00:00+00:00"},
 * "bpi":{"USD":{"code":"USD","rate":"19,395.14","rate_float":19395.14}}}</pre>
 */
final class CoinDeskLegacy implements RateSource {

    @Override
    public String target(String currency) {
        return "/v1/bpi/currentprice/" + currency + ".json";
    }

    @Override
    public Set<Integer> unknownStatuses() {
        return Set.of(404);
    }

    @Override
    public Quote read(JsonObject answer, String currency) {
        JsonObject price = answer.getJsonObject("bpi").getJsonObject(currency);
        return new Quote(price.getJsonNumber("rate_float").bigDecimalValue(),
                OffsetDateTime.parse(answer.getJsonObject("time").getString("updatedISO")).toInstant());
    }
}
