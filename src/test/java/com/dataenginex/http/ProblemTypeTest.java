package com.dataenginex.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemTypeTest {

    @Test
    void eachRowIsFoundByItsStatusTheGeneralOneOfTwo() {
        Set<String> names = new HashSet<>();
        for (ProblemType type : ProblemType.all()) {
            ProblemType found = ProblemType.of(type.status().code());

            assertThat(found.status()).isEqualTo(type.status());
            assertThat(found).isEqualTo(type == ProblemType.INVALID_PARAMETER ? ProblemType.BAD_REQUEST : type);
            names.add(type.name());
        }
        assertThat(names).hasSize(18).hasSameSizeAs(ProblemType.all());
    }

    @ParameterizedTest
    @CsvSource({"402,Payment Required", "418,I'm a teapot", "499,Status 499", "599,Status 599"})
    void anErrorThatIsNoRowIsAnsweredAsItIs(int code, String title) {
        ProblemType type = ProblemType.of(code);

        assertThat(type.status().code()).isEqualTo(code);
        assertThat(type.title()).isEqualTo(title);
        assertThat(type.detail()).isEqualTo(title + ".");
        assertThat(type.uri("urn:example:")).isEqualTo("about:blank");
    }

    @ParameterizedTest
    @CsvSource({"399", "600", "200", "0"})
    void whatIsNoErrorIsAFailureOfTheService(int code) {
        assertThat(ProblemType.of(code)).isSameAs(ProblemType.INTERNAL);
    }

    @Test
    void aRowHasAUriOfItsOwn() {
        assertThat(ProblemType.NOT_FOUND.uri("urn:example:")).isEqualTo("urn:example:not-found");
    }

    @Test
    void aProblemHoldsWhatItIsGiven() {
        Problem.FieldError error = new Problem.FieldError("count", "is missing");

        assertThat(Problem.of(ProblemType.NOT_FOUND)).isEqualTo(
                new Problem(ProblemType.NOT_FOUND, "There is nothing at this path.", List.of(), List.of()));
        assertThat(
                Problem.of(ProblemType.NOT_FOUND, "None.", HeaderValues.create(HeaderNames.RETRY_AFTER, 7)).headers())
                .hasSize(1);
        assertThat(Problem.invalid(List.of(error)).errors()).containsExactly(error);
        assertThat(Problem.invalid(List.of(error)).type()).isSameAs(ProblemType.INVALID_PARAMETER);
        assertThat(Problem.unknown("No such thing.", error)).isEqualTo(
                new Problem(ProblemType.NOT_FOUND, "No such thing.", List.of(error), List.of()));
    }
}
