package com.dataenginex.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.dataenginex.support.FakeRequest;
import io.helidon.http.Method;
import jakarta.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBodyTest {
    private static final int MOST = 7;

    @Test
    void readsOneObjectUpToTheLimit() {
        assertThat(read("{\"a\":1}", Map.of()).getInt("a")).isEqualTo(1);
        assertThat(read("{}\r\n \t", Map.of())).isEmpty();
        assertThat(read("{\"a\":1}", Map.of("Content-Length", "7")).getInt("a")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1]", "1", "", "{", "{\"a\":", "{} {}", "{}x", "{},", "{}}", "{}\u0000", "{\"\u00fc\":1}"})
    void refusesWhatIsNoObject(String body) {
        assertThat(refused(body, Map.of()).type()).isSameAs(ProblemType.BAD_REQUEST);
    }

    @Test
    void refusesANameThatIsGivenTwice() {
        ProblemException refused = catchThrowableOfType(ProblemException.class,
                () -> JsonBody.read(FakeRequest.of(Method.POST, "/", Map.of("Content-Type", "application/json"),
                        "{\"a\":1,\"a\":2}"), 100));

        assertThat(refused.problem().type()).isSameAs(ProblemType.BAD_REQUEST);
    }

    @Test
    void refusesALargerBodyWhetherItIsAnnouncedOrNot() {
        assertThat(refused("{\"a\":12}", Map.of()).type()).isSameAs(ProblemType.PAYLOAD_TOO_LARGE);
        assertThat(refused("{}", Map.of("Content-Length", "8")).type()).isSameAs(ProblemType.PAYLOAD_TOO_LARGE);
        assertThat(refused("{}", Map.of("Content-Length", "8")).detail())
                .isEqualTo("The body is larger than the 7 bytes that this path takes.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "", "nonsense", "a/b;c"})
    void refusesAnotherMediaType(String type) {
        Map<String, String> headers = type.isEmpty() ? Map.of() : Map.of("Content-Type", type);
        ProblemException refused = catchThrowableOfType(ProblemException.class,
                () -> JsonBody.read(FakeRequest.of(Method.POST, "/", headers, "{}"), MOST));

        assertThat(refused.problem().type()).isSameAs(ProblemType.UNSUPPORTED_MEDIA_TYPE);
    }

    private static Problem refused(String body, Map<String, String> headers) {
        return catchThrowableOfType(ProblemException.class, () -> read(body, headers)).problem();
    }

    private static JsonObject read(String body, Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("Content-Type", "application/json; charset=utf-8");
        return JsonBody.read(FakeRequest.of(Method.POST, "/", all, body), MOST);
    }
}
