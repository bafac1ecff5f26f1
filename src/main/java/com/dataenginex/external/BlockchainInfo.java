package com.dataenginex.external;

import jakarta.json.JsonObject;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Blockchain.info's ticker, with all its currencies at once:
 *
 * <pre>{"USD":{"15m":73838.87,"last":73838.87,"buy":73838.87,"sell":73838.87,"symbol":"USD"},…}</pre>
 */
final class BlockchainInfo implements RateSource {

    @Override
    public String target(String currency) {
        return "/ticker";
    }

    @Override
    public Quote read(JsonObject answer, String currency) {
        if (!answer.containsKey(currency)) {
            Set<String> known = answer.keySet().stream().filter(key -> key.matches("[A-Z]{3}"))
                    .collect(Collectors.toSet());
            if (known.isEmpty()) {
                throw new InvalidAnswer("the answer holds no currency");
            }
            throw new UnknownCurrency(known);
        }
        return new Quote(answer.getJsonObject(currency).getJsonNumber("last").bigDecimalValue(), null);
    }
}
