package com.dataenginex.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each source is asked, and how its answer reads. */
class SourceAnswersTest {

    @ParameterizedTest
    @CsvSource({"coindesk,/index/cc/v1/latest/tick?market=cadli&instruments=BTC-EUR",
        "coinbase,/v2/prices/BTC-EUR/spot",
        "kraken,/0/public/Ticker?pair=XBTEUR", "blockchain,/ticker",
        "coindesk-legacy,/v1/bpi/currentprice/EUR.json"})
    void asksForTheCurrency(String name, String target) {
        assertThat(RateSource.NAMES).contains(name);
        assertThat(RateSource.named(name, "key").target("EUR")).isEqualTo(target);
    }

    @Test
    void onlyCoinDeskIsToldAKey() {
        for (String name : RateSource.NAMES) {
            assertThat(RateSource.named(name, "k3y").headers())
                    .isEqualTo(name.equals("coindesk") ? Map.of("Authorization", "Apikey k3y") : Map.of());
        }
    }

    @Test
    void someSayByTheStatusThatTheyDoNotKnowACurrency() {
        assertThat(named("coinbase").unknownStatuses()).isEqualTo(Set.of(404));
        assertThat(named("coindesk").unknownStatuses()).isEqualTo(Set.of(404));
        assertThat(named("coindesk-legacy").unknownStatuses()).isEqualTo(Set.of(404));
        assertThat(named("kraken").unknownStatuses()).isEmpty();
        assertThat(named("blockchain").unknownStatuses()).isEmpty();
    }

    @Test
    void anotherNameIsNoSource() {
        assertThatThrownBy(() -> named("nobody")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no source is called nobody");
    }

    @Test
    void coinDeskTellsItsTime() {
        assertThat(read("coindesk",
                "{'Data':{'BTC-EUR':{'VALUE':73838.87,'VALUE_LAST_UPDATE_TS':1795521600}},'Err':{}}"))
                .isEqualTo(new Quote(new BigDecimal("73838.87"), Instant.ofEpochSecond(1_795_521_600)));
    }

    @Test
    void theLegacyIndexTellsItsTime() {
        assertThat(read("coindesk-legacy",
                "{'time':{'updatedISO':'2024-11-24T12:00:00+01:00'},'bpi':{'EUR':{'rate_float':19395.14}}}"))
                .isEqualTo(new Quote(new BigDecimal("19395.14"), Instant.parse("2024-11-24T11:00:00Z")));
    }

    @Test
    void coinbaseNamesTheCurrency() {
        assertThat(read("coinbase", "{'data':{'amount':'73838.870','base':'BTC','currency':'EUR'}}"))
                .isEqualTo(new Quote(new BigDecimal("73838.870"), null));
        assertThatThrownBy(() -> read("coinbase", "{'data':{'amount':'1','currency':'USD'}}"))
                .isInstanceOf(InvalidAnswer.class).hasMessage("the answer is for another pair");
    }

    @Test
    void blockchainTellsAllCurrenciesAtOnce() {
        assertThat(read("blockchain", "{'EUR':{'15m':1,'last':73838.87}}"))
                .isEqualTo(new Quote(new BigDecimal("73838.87"), null));
        UnknownCurrency unknown = catchThrowableOfType(UnknownCurrency.class,
                () -> read("blockchain", "{'USD':{'last':1},'CHF':{'last':1},'note':1}"));
        assertThat(unknown.known()).isEqualTo(Set.of("USD", "CHF"));
        assertThatThrownBy(() -> read("blockchain", "{'note':1}")).isInstanceOf(InvalidAnswer.class)
                .hasMessage("the answer holds no currency");
    }

    @Test
    void krakenTellsTheLastTrade() {
        assertThat(read("kraken", "{'error':[],'result':{'XXBTZEUR':{'a':['1'],'c':['73838.87000','0.0011']}}}"))
                .isEqualTo(new Quote(new BigDecimal("73838.87000"), null));
    }

    @Test
    void krakenSaysInItsAnswerWhatIsWrong() {
        UnknownCurrency unknown = catchThrowableOfType(UnknownCurrency.class,
                () -> read("kraken", "{'error':['EQuery:Unknown asset pair']}"));
        assertThat(unknown.known()).contains("EUR").doesNotContain("XBT");
        assertThatThrownBy(() -> read("kraken", "{'error':['EGeneral:Internal error']}"))
                .isInstanceOf(InvalidAnswer.class).hasMessage("the answer is an error of the source's");
    }

    @ParameterizedTest
    @ValueSource(strings = {"EAPI:Rate limit exceeded", "EGeneral:Too many requests", "EService:Busy",
        "EService:Unavailable"})
    void krakenMayBeBusy(String error) {
        SourceException busy = catchThrowableOfType(SourceException.class,
                () -> read("kraken", "{'error':['" + error + "']}"));

        assertThat(busy.outcome()).isEqualTo(CallOutcome.RATE_LIMITED);
        assertThat(busy).hasMessage("answered " + error);
        assertThat(busy.pause()).isEmpty();
        assertThat(busy.isRetryable()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"499,false", "500,true", "503,true", "404,false"})
    void onlyAServersErrorIsWorthAnotherCall(int status, boolean retryable) {
        SourceException failed = SourceException.status(status);

        assertThat(failed.isRetryable()).isEqualTo(retryable);
        assertThat(failed.outcome()).isEqualTo(CallOutcome.ERROR_STATUS);
        assertThat(failed).hasMessage("answered " + status);
    }

    @Test
    void soIsABrokenConnection() {
        assertThat(SourceException.of(CallOutcome.CONNECTION_FAILED, "why").isRetryable()).isTrue();
        assertThat(SourceException.of(CallOutcome.TIMEOUT, "why").isRetryable()).isFalse();
        assertThat(SourceException.of(CallOutcome.TIMEOUT, "why").pause()).isEmpty();
        assertThat(SourceException.rateLimited("why", 503, Optional.of(Duration.ofSeconds(7))).pause())
                .contains(Duration.ofSeconds(7));
    }

    @Test
    void labelsAreInSnakeCase() {
        assertThat(CallOutcome.UNKNOWN_CURRENCY).hasToString("unknown_currency");
        assertThat(Freshness.FETCHED).hasToString("fetched");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "0.01", "123456789012345678901234567890", "1E+30", "1E-30"})
    void aPriceIsAboveZero(String value) {
        assertThat(new Quote(new BigDecimal(value), null).value()).isEqualTo(new BigDecimal(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1234567890123456789012345678901", "1E+31", "1E-31", "1E+999999999"})
    void whatIsNoPriceIsRefused(String value) {
        assertThatThrownBy(() -> new Quote(new BigDecimal(value), null)).isInstanceOf(InvalidAnswer.class)
                .hasMessage("the value is no price");
    }

    private static RateSource named(String name) {
        return RateSource.named(name, "");
    }

    private static Quote read(String name, String json) {
        try (JsonReader reader = Json.createReader(new StringReader(json.replace('\'', '"')))) {
            JsonObject answer = reader.readObject();
            return named(name).read(answer, "EUR");
        }
    }
}
