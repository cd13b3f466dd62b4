// Draws what a page describes in data-chart. The same figures stand in the table beside it.
(() => {
  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const colour = (grade) => token({ excellent: "--good", qualified: "--brand", unqualified: "--warn" }[grade] ?? "--line-strong");
  const text = () => ({ color: token("--ink"), fontFamily: getComputedStyle(document.body).fontFamily });
  const line = (name) => ({ color: token(name), opacity: 1, borderColor: token("--paper"), borderWidth: 1.5 });
  const bars = (chart) => chart.values.map((value, at) => ({ value, itemStyle: { color: colour(chart.grades[at]) } }));
  const frame = (chart, series) => ({
    animation: false,
    textStyle: text(),
    grid: { left: 8, right: 48, top: 24, bottom: 8, containLabel: true },
    xAxis: { type: "value", max: 100, axisLabel: text(), splitLine: { lineStyle: { color: token("--line") } } },
    yAxis: { type: "category", data: chart.names, axisLabel: { ...text(), interval: 0 }, axisTick: { show: false } },
    series,
  });
  const shapes = {
    scores: (chart) => frame(chart, [{
      type: "bar", data: bars(chart), barMaxWidth: 18, label: { show: true, position: "right", ...text() },
      markLine: {
        symbol: "none", silent: true, lineStyle: { color: token("--ink-soft"), type: "dashed" },
        label: { ...text(), formatter: "{c}" },
        data: [{ xAxis: chart.qualified }, { xAxis: chart.excellent }],
      },
    }]),
    nine: (chart) => frame({ ...chart, names: chart.names.map((name, at) => `${name} ${chart.values[at] ?? "—"}`) }, [
      { type: "bar", data: bars(chart), barMaxWidth: 14 },
      { type: "scatter", data: chart.excellent, symbol: "triangle", symbolSize: 11, itemStyle: line("--good") },
      { type: "scatter", data: chart.qualified, symbol: "circle", symbolSize: 9, itemStyle: line("--ink-soft") },
    ]),
    trend: (chart) => ({
      animation: false,
      textStyle: text(),
      grid: { left: 4, right: 18, top: 8, bottom: 4, containLabel: true },
      xAxis: { type: "category", data: chart.names, boundaryGap: false, axisLabel: { ...text(), fontSize: 10, interval: 5 }, axisTick: { show: false } },
      yAxis: { type: "value", min: lowest(chart), max: highest(chart), splitNumber: 2, axisLabel: { ...text(), fontSize: 10, showMinLabel: true }, splitLine: { show: false } },
      series: [{
        type: "line", data: chart.values, symbol: "circle", symbolSize: 5, itemStyle: { color: token("--brand") }, lineStyle: { color: token("--brand"), width: 2 },
        markLine: {
          symbol: "none", silent: true, label: { show: false },
          data: [
            { yAxis: chart.excellent, lineStyle: { color: token("--good"), type: "dashed" } },
            { yAxis: chart.qualified, lineStyle: { color: token("--warn"), type: "dotted" } },
          ],
        },
      }],
    }),
    flow: (chart) => ({
      animation: false,
      textStyle: text(),
      series: [{
        type: "sankey", left: 4, right: narrow() ? 70 : 130, top: 8, bottom: 8, nodeGap: 6, nodeWidth: 12, draggable: false, emphasis: { focus: "adjacency" },
        data: chart.names.map(([name, depth]) => ({ name, depth, itemStyle: { color: token(["--brand", "--ink-soft", "--good"][depth]) } })),
        links: chart.links.map(([source, target, value]) => ({ source, target, value })),
        label: { ...text(), fontSize: narrow() ? 10 : 12 }, lineStyle: { color: token("--line-strong"), opacity: 0.35, curveness: 0.5 },
      }],
    }),
  };
  const narrow = () => innerWidth < 720;
  const reached = (chart) => [...chart.values.filter((value) => value !== null), chart.excellent, chart.qualified];
  const lowest = (chart) => chart.rising ? Math.floor((Math.min(...reached(chart)) - 1) / 5) * 5 : 0;
  const highest = (chart) => chart.rising ? 100 : Math.ceil((Math.max(...reached(chart)) + 0.5) / 5) * 5;
  for (const place of document.querySelectorAll("[data-chart]")) {
    const chart = JSON.parse(place.dataset.chart);
    const drawn = echarts.init(place, null, { renderer: "canvas" });
    drawn.setOption(shapes[chart.shape](chart));
    addEventListener("resize", () => drawn.resize());
    matchMedia("print").addEventListener("change", () => drawn.resize());
  }
})();
