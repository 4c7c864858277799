# SPDX-License-Identifier: GPL-3.0-or-later
# cmake -DPROGRAM=path -DPAGE=file -P man_page.cmake: what PROGRAM --man-page prints, into PAGE.
execute_process(COMMAND ${CMAKE_COMMAND} -E env LC_ALL=C.UTF-8 ${PROGRAM} --man-page
                OUTPUT_FILE ${PAGE} RESULT_VARIABLE code)
if(NOT code EQUAL 0)
  file(REMOVE ${PAGE})
  message(FATAL_ERROR "${PROGRAM} --man-page failed: ${code}")
endif()
