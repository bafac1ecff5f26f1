package com.dataenginex.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.dataenginex.support.FakeRequest;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.opentelemetry.context.Scope;
import jakarta.json.JsonNumber;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ParametersTest {

    @Test
    void aQueryIsReadOrCountsAsWhatIsGivenInstead() {
        Parameters parameters = new Parameters(FakeRequest.get("/?a=7&b=%3D"));

        assertThat(parameters.query("a", 1, "a number", Integer::valueOf)).isEqualTo(7);
        assertThat(parameters.query("b", "x", "a text", text -> text)).isEqualTo("=");
        assertThat(parameters.query("c", 1, "a number", Integer::valueOf)).isEqualTo(1);
        parameters.check();
    }

    @Test
    void eachValueThatIsNotAllowedIsNamed() {
        Parameters parameters = new Parameters(FakeRequest.get("/?a=x&b=no&c=1&c=2"));

        assertThat(parameters.query("a", 1, "a number", Integer::valueOf)).isEqualTo(1);
        assertThat(parameters.query("b", "x", "yes", text -> text.equals("yes") ? text : null)).isEqualTo("x");
        assertThat(parameters.query("c", 3, "a number", Integer::valueOf)).isEqualTo(3);

        assertThat(errors(parameters)).containsExactly(
                new Problem.FieldError("a", "\"x\" is not allowed; allowed: a number"),
                new Problem.FieldError("b", "\"no\" is not allowed; allowed: yes"),
                new Problem.FieldError("c", "is given 2 times; allowed: once"));
    }

    @Test
    void aLongValueIsShownInPart() {
        Parameters parameters = new Parameters(FakeRequest.get("/?a=" + "x".repeat(40) + "&b=" + "y".repeat(41)));
        parameters.query("a", 1, "a number", Integer::valueOf);
        parameters.query("b", 1, "a number", Integer::valueOf);

        assertThat(errors(parameters)).extracting(Problem.FieldError::reason).containsExactly(
                "\"" + "x".repeat(40) + "\" is not allowed; allowed: a number",
                "\"" + "y".repeat(40) + "…\" is not allowed; allowed: a number");
    }

    @Test
    void aHeadersValueIsNotShown() {
        Parameters parameters = new Parameters(FakeRequest.get("/"));

        assertThat(parameters.header("X-A", "7", 1, "a number", Integer::valueOf)).isEqualTo(7);
        assertThat(parameters.header("X-B", "secret", 1, "a number", Integer::valueOf)).isEqualTo(1);

        assertThat(errors(parameters)).containsExactly(
                new Problem.FieldError("X-B", "its value is not allowed; allowed: a number"));
    }

    @Test
    void aValueInThePathIsThatOfItsPlace() {
        Endpoints endpoints = new Endpoints(List.of(Endpoint.get("/a/{b}/c/{d}", (req, res) -> res.send())));
        ServerRequest request = FakeRequest.get("/a/one/c/2");
        Parameters parameters = new Parameters(request);

        try (Scope ignored = Exchange.open(request, endpoints.find("/a/one/c/2"),
                new ClientAddress(List.of(), HeaderNames.X_FORWARDED_FOR)).enter()) {
            assertThat(parameters.path("b", "", "a text", text -> text)).isEqualTo("one");
            assertThat(parameters.path("d", 0, "a number", Integer::valueOf)).isEqualTo(2);
            assertThat(parameters.path("b", 0, "a number", Integer::valueOf)).isZero();
            assertThatThrownBy(() -> parameters.path("e", "", "a text", text -> text))
                    .isInstanceOf(IllegalArgumentException.class).hasMessage("/a/{b}/c/{d} has no parameter {e}");
        }

        assertThat(errors(parameters)).containsExactly(
                new Problem.FieldError("b", "\"one\" is not allowed; allowed: a number"));
    }

    @Test
    void fieldsOfTheBodyAreReadWhateverTheirType() {
        Parameters parameters = body("{\"name\":\"x\",\"count\":3,\"on\":true}");

        assertThat(parameters.<String>text("name", "a name", text -> text)).isEqualTo("x");
        assertThat(parameters.<Integer>field("count", "a number", value -> ((JsonNumber) value).intValue()))
                .isEqualTo(3);
        assertThat(parameters.field("on", false, "true or false", value -> value == JsonValue.TRUE)).isTrue();
        assertThat(parameters.field("off", false, "true or false", value -> value == JsonValue.TRUE)).isFalse();
        parameters.check();
    }

    @Test
    void eachWrongMissingAndUnknownFieldIsNamed() {
        Parameters parameters = body("{\"name\":5,\"count\":\"x\",\"on\":1,\"zzz\":1,\"more\":2}");

        assertThat(parameters.<String>text("name", "a name", text -> text)).isNull();
        assertThat(parameters.<Integer>field("count", "a number", value -> ((JsonNumber) value).intValue())).isNull();
        assertThat(parameters.<String>text("none", "a name", text -> text)).isNull();
        assertThat(parameters.field("on", true, "true or false", value -> null)).isTrue();

        String asked = "is no field of this body; allowed: [count, name, none, on]";
        assertThat(errors(parameters)).containsExactly(
                new Problem.FieldError("name", "\"5\" is not allowed; allowed: a text: a name"),
                new Problem.FieldError("count", "\"\"x\"\" is not allowed; allowed: a number"),
                new Problem.FieldError("none", "is missing; allowed: a text: a name"),
                new Problem.FieldError("on", "\"1\" is not allowed; allowed: true or false"),
                new Problem.FieldError("more", asked), new Problem.FieldError("zzz", asked));
    }

    @Test
    void ofManyUnknownFieldsTenAreNamedAndTheRestCounted() {
        String ten = IntStream.range(0, 10).mapToObj(i -> "\"a" + i + "\":1").collect(Collectors.joining(","));

        assertThat(errors(body("{" + ten + "}"))).hasSize(10);
        assertThat(errors(body("{" + ten + ",\"" + "b".repeat(41) + "\":1,\"c\":1}"))).hasSize(11)
                .last().isEqualTo(new Problem.FieldError("…", "2 more are no fields of this body"));
        assertThat(errors(body("{\"" + "b".repeat(41) + "\":1}"))).extracting(Problem.FieldError::field)
                .containsExactly("b".repeat(40) + "…");
    }

    private static Parameters body(String json) {
        Parameters parameters = new Parameters(
                FakeRequest.of(Method.POST, "/", Map.of("Content-Type", "application/json"), json));
        parameters.body(1_000);
        return parameters;
    }

    private static List<Problem.FieldError> errors(Parameters parameters) {
        return catchThrowableOfType(ProblemException.class, parameters::check).problem().errors();
    }
}
