package com.dataenginex.external;

import jakarta.json.JsonObject;

/**
 * Blockchain.info's ticker, with all its currencies at once:
 *
 * <pre>{"USD":{"15m":73838.87,"last":73838.87,"buy":73838.87,"sell":73838.87,"symbol":"USD"},…}</pre>
 */
final class BlockchainInfo implements RateProvider {

    @Override
    public String target(String currency) {
        return "/ticker";
    }

    @Override
    public Quote read(JsonObject answer, String currency) {
        if (answer.isEmpty()) {
            throw new InvalidAnswer("the answer holds no currency");
        }
        if (!answer.containsKey(currency)) {
            throw new UnknownCurrency(answer.keySet());
        }
        return new Quote(answer.getJsonObject(currency).getJsonNumber("last").bigDecimalValue(), null);
    }
}
