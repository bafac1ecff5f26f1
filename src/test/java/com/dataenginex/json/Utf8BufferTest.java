package com.dataenginex.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8BufferTest {

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 9, 10, 11, 99, 100, 101, 1_234_567_890_123L, Long.MAX_VALUE, -1, Long.MIN_VALUE})
    void writesNumbers(long value) {
        assertThat(text(new Utf8Buffer(1).digits(value))).isEqualTo(Long.toString(value));
    }

    @ParameterizedTest
    @CsvSource({"0,0.000000", "499,0.000000", "500,0.000001", "1499,0.000001", "999999500,1.000000",
        "12345678901234,12345.678901", "-1,0.000000", "-1000000000,0.000000"})
    void writesNanosecondsAsSeconds(long nanos, String written) {
        assertThat(text(new Utf8Buffer(1).seconds(nanos))).isEqualTo(written);
    }

    @Test
    void padsWithZeros() {
        assertThat(text(new Utf8Buffer(1).padded(42, 5).padded(0, 1).padded(123_456, 3))).isEqualTo("000420456");
    }

    @Test
    void everyAppendGivesTheBufferBack() {
        Utf8Buffer buffer = new Utf8Buffer(1);

        assertThat(buffer.put((byte) 'a').put(new byte[]{'b', 'c'}).ascii("d").digits(1).digits(-2).padded(3, 1)
                .seconds(4).escaped("e")).isSameAs(buffer);
        assertThat(text(buffer)).isEqualTo("abcd1-230.000000e");
    }

    /** The first and the last character of each length, and those that are escaped although they need not be. */
    @ParameterizedTest
    @CsvSource({"0000,\\u0000", "001f,\\u001f", "0020,' '", "007e,~", "007f,\\u007f", "0080,\\u0080", "0085,\\u0085",
        "009f,\\u009f", "00a0,\u00a0", "07ff,\u07ff", "0800,\u0800", "2027,\u2027", "2028,\\u2028", "2029,\\u2029",
        "202a,\u202a", "d7ff,\ud7ff", "d800,\ufffd", "dfff,\ufffd", "e000,\ue000", "ffff,\uffff", "0022,'\\\"'",
        "005c,'\\\\'", "000a,\\n", "000d,\\r", "0009,\\t", "000b,\\u000b"})
    void writesEachCharacterAsItself(String code, String written) {
        char c = (char) Integer.parseInt(code, 16);

        assertThat(text(new Utf8Buffer(1).escaped(String.valueOf(c)))).isEqualTo(written);
        assertThat(text(new Utf8Buffer(1).escaped("a" + c + "b" + c))).isEqualTo("a" + written + "b" + written);
    }

    @Test
    void writesPairsOfSurrogatesAndReplacesLoneOnes() {
        assertThat(text(new Utf8Buffer(1).escaped("\ud83d\ude00\ud800\udc00\udbff\udfff")))
                .isEqualTo("\ud83d\ude00\ud800\udc00\udbff\udfff");
        assertThat(text(new Utf8Buffer(1).escaped("\ud83d"))).isEqualTo("\ufffd");
        assertThat(text(new Utf8Buffer(1).escaped("\ud83dx\ude00"))).isEqualTo("\ufffdx\ufffd");
        assertThat(text(new Utf8Buffer(1).escaped("\ud83d\ud83d\ude00"))).isEqualTo("\ufffd\ud83d\ude00");
    }

    @Test
    void growsToTwiceItsSizeOrToWhatIsNeeded() {
        Utf8Buffer buffer = new Utf8Buffer(8);

        buffer.ascii("12345678");
        assertThat(buffer.capacity()).isEqualTo(8);
        buffer.put((byte) '9');
        assertThat(buffer.capacity()).isEqualTo(16);
        buffer.ascii("x".repeat(100));

        assertThat(buffer.capacity()).isEqualTo(109);
        assertThat(buffer.length()).isEqualTo(109);
        assertThat(text(buffer)).isEqualTo("123456789" + "x".repeat(100));
    }

    @Test
    void whatIsClearedIsGoneAndOnlyALargeBufferIsLetGo() {
        Utf8Buffer buffer = new Utf8Buffer(8).ascii("123");

        buffer.clear(8);
        assertThat(buffer.length()).isZero();
        assertThat(buffer.capacity()).isEqualTo(8);
        buffer.clear(4);
        assertThat(buffer.capacity()).isEqualTo(4);
        buffer.clear(16);

        assertThat(buffer.capacity()).isEqualTo(4);
        assertThat(buffer.toBytes()).isEmpty();
    }

    @Test
    void writesWhatItHoldsAndNoMore() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Utf8Buffer buffer = new Utf8Buffer(16).ascii("abcdef");

        buffer.truncate(4);
        buffer.writeTo(out);

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("abcd");
        assertThat(text(buffer)).isEqualTo("abcd");
    }

    private static String text(Utf8Buffer buffer) {
        return new String(buffer.toBytes(), StandardCharsets.UTF_8);
    }
}
