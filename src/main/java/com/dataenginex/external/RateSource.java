package com.dataenginex.external;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A source of rates: what it is asked, and how its answer reads. Stateless. */
interface RateSource {
    String COINDESK = "coindesk";
    String COINBASE = "coinbase";
    String KRAKEN = "kraken";
    String BLOCKCHAIN = "blockchain";
    String COINDESK_LEGACY = "coindesk-legacy";
    List<String> NAMES = List.of(COINDESK, COINBASE, KRAKEN, BLOCKCHAIN, COINDESK_LEGACY);

    /** @param apiKey of CoinDesk Data */
    static RateSource named(String name, String apiKey) {
        return switch (name) {
            case COINDESK -> new CoinDesk(apiKey);
            case COINBASE -> new Coinbase();
            case KRAKEN -> new Kraken();
            case BLOCKCHAIN -> new BlockchainInfo();
            case COINDESK_LEGACY -> new CoinDeskLegacy();
            default -> throw new IllegalArgumentException("no source is called " + name);
        };
    }

    /** Path and query to append to the base URL. */
    String target(String currency);

    /** Headers to send. */
    default Map<String, String> headers() {
        return Map.of();
    }

    /** Statuses by which the source says that it does not know the currency. */
    default Set<Integer> unknownStatuses() {
        return Set.of();
    }

    /**
     * Reads an answer with status 200.
     *
     * @throws UnknownCurrency if it says so
     * @throws RuntimeException of any other kind, such as {@link InvalidAnswer}, if it does not read as it should
     */
    Quote read(JsonObject answer, String currency);
}
